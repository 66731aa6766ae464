-- What each contract with a payment plan owed and paid of it by each month's snapshot, on original terms.
-- Grain: contract_id, month_end, from the month of its start on; a contract that has ended, written off or not, stays in.
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

-- what was paid before the contract began stands in its first month
monthly as (
  select
    plans.contract_id,
    greatest({{ month_index('instalments.paid_on') }}, {{ month_index('plans.start_on') }}) as month_index,
    sum(instalments.amount) as received
  from instalments
  inner join plans on instalments.contract_id = plans.contract_id
  group by plans.contract_id, greatest({{ month_index('instalments.paid_on') }}, {{ month_index('plans.start_on') }})
),

contract_months as (
  select
    plans.*,
    months.month_end,
    months.snapshot_on,
    months.is_month_closed,
    {{ day_number('months.snapshot_on') }} as snapshot_day,
    coalesce(monthly.received, 0) as received,
    sum(coalesce(monthly.received, 0)) over (partition by plans.contract_id order by months.month_index) as paid_so_far
  from plans
  inner join months on {{ month_index('plans.start_on') }} <= months.month_index
  left join monthly
    on
      plans.contract_id = monthly.contract_id
      and months.month_index = monthly.month_index
),

dued as (
  select
    *,
    {{ plan_due('snapshot_day') }} as due_so_far
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
  cast(paid_so_far as decimal(18, 2)) as paid,
  -- money ahead of the plan does not count yet
  cast(least(paid_so_far, due_so_far) as decimal(18, 2)) as applied,
  financed_amount as financed,
  cast(due_so_far - lag(due_so_far, 1, cast(0 as decimal(18, 2))) over (partition by contract_id order by month_end) as decimal(18, 2)) as due_in_month,
  cast(received as decimal(18, 2)) as received_in_month,
  -- a milestone counts from the day it is reached
  snapshot_day >= day_90 as has_reached_day_90,
  cast(case when snapshot_day >= day_90 then due_by_day_90 end as decimal(18, 2)) as due_by_day_90,
  cast(case when snapshot_day >= day_90 then least(paid_by_day_90, due_by_day_90) end as decimal(18, 2)) as applied_by_day_90,
  snapshot_day >= day_2x as has_reached_2x,
  cast(case when snapshot_day >= day_2x then due_over_term end as decimal(18, 2)) as due_over_term,
  cast(case when snapshot_day >= day_2x then least(paid_by_2x, due_over_term) end as decimal(18, 2)) as applied_by_2x,
  case when snapshot_day >= day_2x then paid_by_2x >= financed_amount end as is_owned_by_2x
from dued
