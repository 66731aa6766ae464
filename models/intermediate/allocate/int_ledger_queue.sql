-- What each debit takes from the account's money by balance_forward: its amount, or for a bill that leaves with its loan
-- what was settled by then. Grain: account_id, debit_number.
{%- set passes = loan_end_passes(ref('int_loan_end_ranks')) %}
with

debits as (
  select * from {{ ref('int_ledger_debits') }}
),

loan_end_ranks as (
  select * from {{ ref('int_loan_end_ranks') }}
),

-- ends that leave nothing open move nobody else's money
touched_accounts as (
  select distinct account_id from loan_end_ranks
),

queue_0 as (
  select
    debits.account_id,
    debits.debit_number,
    loan_end_ranks.end_rank,
    loan_end_ranks.money_at_end,
    cast(debits.amount as decimal(28, 2)) as queue_amount
  from debits
  inner join touched_accounts on debits.account_id = touched_accounts.account_id
  left join loan_end_ranks
    on
      debits.account_id = loan_end_ranks.account_id
      and debits.loan_ended_on = loan_end_ranks.loan_ended_on
),

{% for pass in range(1, passes + 1) -%}
-- end number {{ pass }} of each account: its bills keep what the money of that day has reached, behind all older debits
queue_{{ pass }} as (
  select
    account_id,
    debit_number,
    end_rank,
    money_at_end,
    case
      when end_rank = {{ pass }}
        then greatest(
          cast(0 as decimal(28, 2)),
          least(
            queue_amount,
            cast(
              money_at_end - (sum(queue_amount) over (partition by account_id order by debit_number) - queue_amount)
              as decimal(28, 2)
            )
          )
        )
      else queue_amount
    end as queue_amount
  from queue_{{ pass - 1 }}
),

{% endfor -%}
untouched as (
  select
    debits.account_id,
    debits.debit_number,
    cast(debits.amount as decimal(28, 2)) as queue_amount
  from debits
  left join touched_accounts on debits.account_id = touched_accounts.account_id
  where touched_accounts.account_id is null
)

select * from untouched
union all
select
  account_id,
  debit_number,
  queue_amount
from queue_{{ passes }}
