-- Contracts with a payment plan on its original terms, and what its milestones saw. Grain: contract_id.
-- P33: the plan of a loan with bills is its bills; any other needs a daily rate and a term. All need a financed amount. An upfront
-- contract, or one that never was active, has none. Days are day numbers, because a term may reach past the calendar.
with

spans as (
  select * from {{ ref('int_contract_spans') }} where was_active and financed_amount > 0
),

-- on original terms: a credit note changes the debt, not the plan
bills as (
  select
    *,
    {{ day_number('due_on') }} as due_day
  from {{ ref('int_ledger_bills') }}
  where account_type = 'loan' and contract_id is not null and bill_amount > 0
),

instalments as (
  select
    *,
    {{ day_number('paid_on') }} as paid_day
  from {{ ref('int_contract_payments') }}
  where payment_type = 'instalment'
),

billed_contracts as (
  select contract_id
  from bills
  group by contract_id
),

-- day 1 of the plan is the day after the days that the downpayment bought
planned as (
  select
    spans.contract_id,
    spans.account_id,
    spans.opco_id,
    spans.account_type,
    spans.currency_code,
    spans.start_on,
    coalesce(spans.opening_on, spans.start_on) as told_from,
    cast(case when spans.opening_on is not null then {{ day_number('spans.opening_on') }} - 1 end as bigint) as day_before_opening,
    spans.active_from,
    spans.active_to,
    spans.daily_rate,
    spans.financed_amount,
    spans.term_days,
    spans.opening_paid_amount,
    billed_contracts.contract_id is not null as has_bills,
    cast({{ day_number('spans.start_on') }} as bigint) + spans.downpayment_days as plan_from_day,
    cast({{ day_number('spans.start_on') }} as bigint) + spans.downpayment_days + 89 as day_90,
    cast({{ day_number('spans.start_on') }} as bigint) + spans.downpayment_days + 2 * cast(spans.term_days as bigint) - 1 as day_2x
  from spans
  left join billed_contracts on spans.contract_id = billed_contracts.contract_id
  where billed_contracts.contract_id is not null or (spans.daily_rate > 0 and spans.term_days > 0)
),

paid as (
  select
    planned.contract_id,
    sum(case when instalments.paid_day <= planned.day_90 then instalments.amount else 0 end) as paid_by_day_90,
    sum(case when instalments.paid_day <= planned.day_2x then instalments.amount else 0 end) as paid_by_2x
  from planned
  inner join instalments on planned.contract_id = instalments.contract_id
  group by planned.contract_id
),

{% set dues = [('due_before_opening', 'day_before_opening'), ('due_by_day_90', 'day_90'), ('due_over_term', 'day_2x')] -%}
billed as (
  select
    planned.contract_id,
    {% for due, day in dues -%}
    sum(case when bills.due_day <= planned.{{ day }} then bills.bill_amount else 0 end) as {{ due }}{{ ',' if not loop.last }}
    {% endfor %}
  from planned
  inner join bills on planned.contract_id = bills.contract_id
  group by planned.contract_id
)

-- what was paid before the books were taken over had been due by then
select
  planned.*,
  {% for due, day in dues -%}
  cast(
    case
      when planned.has_bills then planned.opening_paid_amount + billed.{{ due }}
      when planned.{{ day }} is null then 0
      else {{ plan_due('planned.' ~ day, 'planned.') }}
    end as {{ money_type() }}
  ) as {{ due }},
  {% endfor -%}
  cast(planned.opening_paid_amount + coalesce(paid.paid_by_day_90, 0) as {{ money_type() }}) as paid_by_day_90,
  cast(planned.opening_paid_amount + coalesce(paid.paid_by_2x, 0) as {{ money_type() }}) as paid_by_2x
from planned
left join paid on planned.contract_id = paid.contract_id
left join billed on planned.contract_id = billed.contract_id
