-- Rated bills counted by month of period_end and opco. Grain: month_end, opco_id.
with

bills as (
  select * from {{ ref('fct_bills') }} where is_rated
)

select
  month_end,
  opco_id,
  {% for name, condition in bill_counts() -%}
  cast(sum(case when {{ condition }} then 1 else 0 end) as bigint) as {{ name }}{{ ',' if not loop.last }}
  {% endfor %}
from bills
group by month_end, opco_id
