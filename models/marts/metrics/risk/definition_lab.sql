-- One portfolio under many definitions: how much of a default or PAR figure is definition. Grain: month_end, opco_id ('all'
-- for the group), measure, basis.
with

measures as (
  select * from {{ ref('int_lab_measures') }}
),

bills as (
  select * from {{ ref('int_lab_bills') }}
),

months as (
  select * from {{ ref('int_months') }}
),

numerators as (
  {% for column, measure, basis, fewest_days, leaves_new_out in lab_tests() -%}
  {% for counting, days in lab_day_counts() -%}
  select
    month_end,
    opco_id,
    currency_code,
    '{{ measure }}' as measure,
    '{{ basis }}' || weighting || '_{{ counting }}' as basis,
    {{ column }}_{{ counting }} as numerator,
    contracted as closing,
    opening_contracted as opening
  from measures
  union all
  {% endfor -%}
  {% endfor -%}
  -- the net flow into default, over those who could still enter it
  select
    month_end,
    opco_id,
    currency_code,
    'default_rate' as measure,
    weighting as basis,
    in_default - opening_in_default + churned as numerator,
    active as closing,
    opening_active as opening
  from measures
),

-- each figure over the portfolio at the opening, at the closing, and halfway
portfolio_values as (
  {% for denominator, expression in [('opening', 'opening'), ('closing', 'closing'), ('average', '(opening + closing) * 0.5')] -%}
  select
    month_end,
    opco_id,
    measure,
    basis || '_{{ denominator }}' as basis,
    currency_code,
    numerator,
    cast({{ expression }} as decimal(28, 6)) as denominator
  from numerators
  {{ 'union all' if not loop.last }}
  {% endfor -%}
),

all_values as (
  select * from portfolio_values
  union all
  select
    month_end,
    opco_id,
    measure,
    basis,
    currency_code,
    numerator,
    denominator
  from bills
)

select
  all_values.month_end,
  all_values.opco_id,
  all_values.measure,
  all_values.basis,
  coalesce(months.is_month_closed, false) as is_month_closed,
  all_values.currency_code,
  cast(all_values.numerator as decimal(28, 6)) as numerator,
  all_values.denominator,
  {{ rate('all_values.numerator', 'all_values.denominator') | trim }} as value
from all_values
left join months on all_values.month_end = months.month_end
