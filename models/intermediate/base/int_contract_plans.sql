-- Contracts with a payment plan on its original terms, and what its milestones saw. Grain: contract_id.
-- A plan needs a daily rate, a financed amount and a term; an upfront contract, or one that never was active, has none.
-- Days are day numbers, because a term may reach past the calendar.
with

spans as (
  select *
  from {{ ref('int_contract_spans') }}
  where was_active and daily_rate > 0 and financed_amount > 0 and term_days > 0
),

instalments as (
  select
    *,
    {{ day_number('paid_on') }} as paid_day
  from {{ ref('int_contract_payments') }}
  where payment_type = 'instalment'
),

-- day 1 of the plan is the day after the days that the downpayment bought
planned as (
  select
    contract_id,
    account_id,
    opco_id,
    account_type,
    currency_code,
    start_on,
    active_from,
    active_to,
    daily_rate,
    financed_amount,
    term_days,
    cast({{ day_number('start_on') }} as bigint) + downpayment_days as plan_from_day,
    cast({{ day_number('start_on') }} as bigint) + downpayment_days + 89 as day_90,
    cast({{ day_number('start_on') }} as bigint) + downpayment_days + 2 * cast(term_days as bigint) - 1 as day_2x
  from spans
),

paid as (
  select
    planned.contract_id,
    sum(case when instalments.paid_day <= planned.day_90 then instalments.amount else 0 end) as paid_by_day_90,
    sum(case when instalments.paid_day <= planned.day_2x then instalments.amount else 0 end) as paid_by_2x
  from planned
  inner join instalments on planned.contract_id = instalments.contract_id
  group by planned.contract_id
)

select
  planned.*,
  {{ plan_due('planned.day_90', 'planned.') }} as due_by_day_90,
  {{ plan_due('planned.day_2x', 'planned.') }} as due_over_term,
  cast(coalesce(paid.paid_by_day_90, 0) as decimal(18, 2)) as paid_by_day_90,
  cast(coalesce(paid.paid_by_2x, 0) as decimal(18, 2)) as paid_by_2x
from planned
left join paid on planned.contract_id = paid.contract_id
