-- Bills summed over those that agree in month and every dimension. Grain: month_end, all dimensions and the set of segments.
-- A first sum, so that each dimension need not read every bill.
with

bills as (
  select * from {{ ref('fct_bills') }} where is_billed
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

segment_sets as (
  select * from {{ ref('int_account_segment_sets') }}
),

-- a bill for a month that is yet to come is valued at today's rate
valued as (
  select
    bills.*,
    segment_sets.segment_set,
    cast(fx_rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from bills
  left join segment_sets on bills.account_id = segment_sets.account_id
  left join fx_rates
    on
      bills.currency_code = fx_rates.currency_code
      and least(bills.month_end, {{ month_end_of(as_of_date()) }}) = fx_rates.month_end
)

select
  month_end,
  currency_code,
  rate_to_reporting,
  segment_set,
  {% for dimension, expression in billing_dimensions() if dimension != 'all' -%}
  {{ expression }} as {{ dimension }},
  {% endfor -%}
  {% for name, condition in bill_counts() -%}
  sum(case when {{ condition }} then 1 else 0 end) as {{ name }},
  {% endfor -%}
  sum(case when rate_to_reporting is null then 1 else 0 end) as bills_without_rate,
  count(*) as bills_count,
  sum(bill_amount) as billed_amount,
  sum(paid_in_window) as paid_in_window_amount
from valued
group by
  month_end,
  currency_code,
  rate_to_reporting,
  segment_set
  {%- for dimension, expression in billing_dimensions() if dimension != 'all' %},
  {{ expression }}
  {%- endfor %}
