-- What each contract with a payment plan owed and paid of it by each month's snapshot, on original terms.
-- Grain: contract_id, month_end, from the month of its start (or its opening) on; a contract that has ended, written off or not,
-- stays in. P33: a loan with bills owes them as they fall due, any other contract its daily rate.
with

plans as (
  select * from {{ ref('int_contract_plans') }}
),

months as (
  select * from {{ ref('int_months') }}
),

-- instalments alone: no downpayment, no bonus, and nothing that came to be reversed
instalments as (
  select * from {{ ref('int_contract_payments') }} where payment_type = 'instalment'
),

bills as (
  select * from {{ ref('int_ledger_bills') }} where due_on <= {{ as_of_date() }} and bill_amount > 0
),

-- what was paid or fell due before the contract began stands in its first month
flows as (
  select
    plans.contract_id,
    greatest({{ month_index('instalments.paid_on') }}, {{ month_index('plans.told_from') }}) as month_index,
    instalments.amount as received,
    0 as billed
  from instalments
  inner join plans on instalments.contract_id = plans.contract_id
  union all
  select
    plans.contract_id,
    greatest({{ month_index('bills.due_on') }}, {{ month_index('plans.told_from') }}) as month_index,
    0 as received,
    bills.bill_amount as billed
  from bills
  inner join plans on bills.contract_id = plans.contract_id
  where plans.has_bills
),

monthly as (
  select
    contract_id,
    month_index,
    sum(received) as received,
    sum(billed) as billed
  from flows
  group by contract_id, month_index
),

contract_months as (
  select
    plans.*,
    months.month_end,
    months.snapshot_on,
    months.is_month_closed,
    {{ day_number('months.snapshot_on') }} as snapshot_day,
    coalesce(monthly.received, 0) as received,
    plans.opening_paid_amount + sum(coalesce(monthly.received, 0)) over contract_line as paid_so_far,
    plans.opening_paid_amount + sum(coalesce(monthly.billed, 0)) over contract_line as billed_so_far
  from plans
  inner join months on {{ month_index('plans.told_from') }} <= months.month_index
  left join monthly
    on
      plans.contract_id = monthly.contract_id
      and months.month_index = monthly.month_index
  window contract_line as (partition by plans.contract_id order by months.month_index)
),

dued as (
  select
    *,
    cast(case when has_bills then billed_so_far else {{ plan_due('snapshot_day') }} end as {{ money_type() }}) as due_so_far,
    -- a milestone counts from the day it is reached, and only where it was not passed before the history begins
    coalesce(snapshot_day >= day_90 and day_90 > coalesce(day_before_opening, day_90 - 1), false) as has_reached_day_90,
    coalesce(snapshot_day >= day_2x and day_2x > coalesce(day_before_opening, day_2x - 1), false) as has_reached_2x
  from contract_months
)

select
  contract_id,
  month_end,
  account_id,
  opco_id,
  account_type,
  currency_code,
  snapshot_on,
  is_month_closed,
  cast(snapshot_day - plan_from_day + 1 as bigint) as plan_day,
  due_so_far as due,
  cast(paid_so_far as {{ money_type() }}) as paid,
  -- money ahead of the plan does not count yet
  cast(least(paid_so_far, due_so_far) as {{ money_type() }}) as applied,
  financed_amount as financed,
  cast(
    due_so_far - lag(due_so_far, 1, due_before_opening) over (partition by contract_id order by month_end) as {{ money_type() }}
  ) as due_in_month,
  cast(received as {{ money_type() }}) as received_in_month,
  has_reached_day_90,
  cast(case when has_reached_day_90 then due_by_day_90 end as {{ money_type() }}) as due_by_day_90,
  cast(case when has_reached_day_90 then least(paid_by_day_90, due_by_day_90) end as {{ money_type() }}) as applied_by_day_90,
  has_reached_2x,
  cast(case when has_reached_2x then due_over_term end as {{ money_type() }}) as due_over_term,
  cast(case when has_reached_2x then least(paid_by_2x, due_over_term) end as {{ money_type() }}) as applied_by_2x,
  case when has_reached_2x then paid_by_2x >= financed_amount end as is_owned_by_2x
from dued
