-- Outstanding balance of a contract at the end of each month in which it changes. Grain: contract_id, month_index.
-- Financed amount less what was paid before its opening and settled since, never below 0; 0 before the start (or the opening)
-- and from the end on.
with

spans as (
  select
    *,
    coalesce(opening_on, start_on) as owed_from
  from {{ ref('int_contract_spans') }}
  where contract_type <> 'upfront' and financed_amount is not null
),

settlements as (
  select * from {{ ref('int_contract_settlements') }}
),

monthly_settlements as (
  select
    contract_id,
    {{ month_index('settled_on') }} as month_index,
    sum(amount) as settled
  from settlements
  group by contract_id, {{ month_index('settled_on') }}
),

-- months in which a contract starts, is settled or ends
moves as (
  select
    contract_id,
    {{ month_index('owed_from') }} as month_index,
    0 as settled
  from spans
  union all
  select * from monthly_settlements
  union all
  select
    contract_id,
    {{ month_index('ended_on') }} as month_index,
    0 as settled
  from spans
  where ended_on is not null
),

monthly_moves as (
  select
    contract_id,
    month_index,
    sum(settled) as settled
  from moves
  group by contract_id, month_index
),

running as (
  select
    contract_id,
    month_index,
    sum(settled) over (partition by contract_id order by month_index) as settled_until
  from monthly_moves
),

balances as (
  select
    spans.contract_id,
    spans.account_id,
    running.month_index,
    case
      when running.month_index < {{ month_index('spans.owed_from') }} then 0
      when spans.ended_on is not null and running.month_index >= {{ month_index('spans.ended_on') }} then 0
      else greatest(spans.financed_amount - spans.opening_paid_amount - running.settled_until, 0)
    end as balance
  from running
  inner join spans on running.contract_id = spans.contract_id
)

select
  contract_id,
  account_id,
  month_index,
  cast(balance as {{ money_type() }}) as balance,
  cast(balance - lag(balance, 1, 0) over (partition by contract_id order by month_index) as {{ money_type() }}) as balance_change
from balances
