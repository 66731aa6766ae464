-- The lab's default rates of bills, under every basis: each flag over the bills of its population, by number and by amount.
{% set flags = [
  ('window', 'default_60d'),
  ('policy_allocation', 'default_60d_allocated'),
  ('balance_forward', 'default_60d_balance_forward'),
  ('open_item', 'default_60d_open_item'),
] %}
with

bills as (
  select
    bills.*,
    cast(rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from {{ ref('fct_bills') }} as bills
  left join {{ ref('int_fx_rates_monthly') }} as rates
    on
      bills.currency_code = rates.currency_code
      and least(bills.month_end, {{ month_end_of(as_of_date()) }}) = rates.month_end
  where bills.is_rated
),

-- what a bill weighs in each slice: 1, its amount, or its amount in the reporting currency
weighed as (
  select bills.*, bills.opco_id as slice, 'count' as weighting, cast(1 as decimal(38, 14)) as weight from bills
  union all
  select bills.*, 'all' as slice, 'count' as weighting, cast(1 as decimal(38, 14)) as weight from bills
  union all
  select bills.*, bills.opco_id as slice, 'amount' as weighting, cast(bill_amount as decimal(38, 14)) as weight from bills
  union all
  select bills.*, 'all' as slice, 'amount' as weighting, cast(bill_amount * rate_to_reporting as decimal(38, 14)) as weight from bills
),

expected as (
  {% for method, flag in flags -%}
  {% for population, condition in [('closed', 'is_window_closed'), ('all', 'is_rated')] -%}
  select
    slice,
    month_end,
    weighting || '_{{ method }}_{{ population }}_bills' as basis,
    case when count(weight) = count(*) then sum(case when {{ condition }} and {{ flag }} then weight else 0 end) end as numerator,
    case when count(weight) = count(*) then sum(case when {{ condition }} then weight else 0 end) end as denominator
  from weighed
  group by slice, month_end, weighting
  {{ 'union all' if not loop.last }}
  {% endfor -%}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

select
  coalesce(expected.slice, lab.opco_id) as opco_id,
  coalesce(expected.month_end, lab.month_end) as month_end,
  coalesce(expected.basis, lab.basis) as basis,
  expected.numerator as expected_numerator,
  lab.numerator,
  expected.denominator as expected_denominator,
  lab.denominator
from expected
full outer join (
  select * from {{ ref('definition_lab') }} where measure = 'default_60d_rate'
) as lab
  on
    expected.slice = lab.opco_id
    and expected.month_end = lab.month_end
    and expected.basis = lab.basis
where
  expected.basis is null
  or lab.basis is null
  or (expected.numerator is null) <> (lab.numerator is null)
  or (expected.denominator is null) <> (lab.denominator is null)
  -- sums are exact but for the last digit
  or abs(expected.numerator - lab.numerator) > 0.000002
  or abs(expected.denominator - lab.denominator) > 0.000002
  or abs(lab.value - {{ rate('lab.numerator', 'lab.denominator') }}) > 0.000000001
  or (lab.value is null) <> (coalesce(lab.denominator, 0) = 0)
