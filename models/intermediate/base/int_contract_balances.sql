-- Outstanding balance of a contract at the end of each month in which it changes. Grain: contract_id, month_index.
-- Financed amount less instalments and bonuses, never below 0; 0 before the start and from the end on.
with

spans as (
  select * from {{ ref('int_contract_spans') }} where contract_type <> 'upfront' and financed_amount is not null
),

payments as (
  select * from {{ ref('int_contract_payments') }} where payment_type in ('instalment', 'bonus')
),

monthly_payments as (
  select
    contract_id,
    {{ month_index('paid_on') }} as month_index,
    sum(amount) as paid
  from payments
  group by contract_id, {{ month_index('paid_on') }}
),

-- months in which a contract starts, is paid or ends
moves as (
  select
    contract_id,
    {{ month_index('start_on') }} as month_index,
    0 as paid
  from spans
  union all
  select * from monthly_payments
  union all
  select
    contract_id,
    {{ month_index('ended_on') }} as month_index,
    0 as paid
  from spans
  where ended_on is not null
),

monthly_moves as (
  select
    contract_id,
    month_index,
    sum(paid) as paid
  from moves
  group by contract_id, month_index
),

running as (
  select
    contract_id,
    month_index,
    sum(paid) over (partition by contract_id order by month_index) as paid_until
  from monthly_moves
),

balances as (
  select
    spans.contract_id,
    spans.account_id,
    running.month_index,
    case
      when running.month_index < {{ month_index('spans.start_on') }} then 0
      when spans.ended_on is not null and running.month_index >= {{ month_index('spans.ended_on') }} then 0
      else greatest(spans.financed_amount - running.paid_until, 0)
    end as balance
  from running
  inner join spans on running.contract_id = spans.contract_id
)

select
  contract_id,
  account_id,
  month_index,
  cast(balance as decimal(18, 2)) as balance,
  cast(balance - lag(balance, 1, 0) over (partition by contract_id order by month_index) as decimal(18, 2)) as balance_change
from balances
