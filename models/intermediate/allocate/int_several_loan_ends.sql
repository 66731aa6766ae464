-- Accounts whose loans end on several days with something open or credit left: what the second end does depends on the first.
-- Grain: allocation_method, account_id.
with

pieces as (
  select * from {{ ref('int_money_pieces') }} where piece_type in ('free', 'released')
),

debits as (
  select * from {{ ref('int_debit_amounts') }}
),

-- debits end to end, as a queue would settle them
queued as (
  select
    *,
    sum(case when debit_type = 'payoff' then 0 else amount end) over (
      partition by allocation_method, account_id order by debit_number
    ) as queued_amount,
    sum(case when debit_type = 'payoff' then 0 else amount end) over (
      partition by allocation_method, account_id order by ledger_on
    ) as queued_by_day
  from debits
),

loan_ends as (
  select
    allocation_method,
    account_id,
    loan_ended_on,
    max(case when debit_type = 'bill' then queued_amount else 0 end) as queued_amount,
    -- credit is left for a payoff when there is more money than has been owed by that day
    min(case when debit_type = 'payoff' then queued_by_day end) as queued_by_end
  from queued
  where loan_ended_on is not null
  group by allocation_method, account_id, loan_ended_on
),

moved as (
  select
    loan_ends.allocation_method,
    loan_ends.account_id
  from loan_ends
  inner join pieces
    on
      loan_ends.allocation_method = pieces.allocation_method
      and loan_ends.account_id = pieces.account_id
  group by
    loan_ends.allocation_method, loan_ends.account_id, loan_ends.loan_ended_on, loan_ends.queued_amount, loan_ends.queued_by_end
  having
    sum(case when pieces.free_on <= loan_ends.loan_ended_on then pieces.amount else 0 end) < loan_ends.queued_amount
    or sum(case when pieces.free_on <= loan_ends.loan_ended_on then pieces.amount else 0 end) > loan_ends.queued_by_end
)

-- what one end does to a queue can be told beforehand
select
  moved.allocation_method,
  moved.account_id
from moved
inner join loan_ends
  on
    moved.allocation_method = loan_ends.allocation_method
    and moved.account_id = loan_ends.account_id
group by moved.allocation_method, moved.account_id
having count(distinct loan_ends.loan_ended_on) > 1
