-- Rated bills summed over those that agree in month and every dimension. Grain: month_end and all dimensions.
-- A first sum, so that each dimension need not read every bill.
with

bills as (
  select * from {{ ref('fct_bills') }} where is_rated
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

-- a bill for a month that is yet to come is valued at today's rate
valued as (
  select
    bills.*,
    cast(fx_rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from bills
  left join fx_rates
    on
      bills.currency_code = fx_rates.currency_code
      and least(bills.month_end, {{ month_end_of(as_of_date()) }}) = fx_rates.month_end
)

select
  month_end,
  currency_code,
  rate_to_reporting,
  {% for dimension, expression in billing_dimensions() if dimension != 'all' -%}
  {{ expression }} as {{ dimension }},
  {% endfor -%}
  {% for name, condition in bill_counts() -%}
  sum(case when {{ condition }} then 1 else 0 end) as {{ name }},
  {% endfor -%}
  sum(case when rate_to_reporting is null then 1 else 0 end) as bills_without_rate,
  sum(bill_amount) as billed_amount,
  sum(paid_in_window) as paid_in_window_amount
from valued
group by
  month_end,
  currency_code,
  rate_to_reporting
  {%- for dimension, expression in billing_dimensions() if dimension != 'all' %},
  {{ expression }}
  {%- endfor %}
