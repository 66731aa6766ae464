-- Every portfolio metric as a column. Grain: month_end, dimension, dimension_value.
with

measures as (
  select * from {{ ref('int_portfolio_measures') }}
)

select
  month_end,
  dimension,
  dimension_value,
  currency_code,
  {% for metric_id, numerator, denominator in portfolio_metrics() -%}
  {% set value -%}
  {% if denominator %}{{ rate(numerator, denominator) | trim }}{% else %}{{ numerator }}{% endif %}
  {%- endset -%}
  {% if metric_id in current_only_metrics() -%}
  case when month_end = {{ month_end_of(as_of_date()) }} then {{ value }} end as {{ metric_id }}{{ ',' if not loop.last }}
  {% else -%}
  {{ value }} as {{ metric_id }}{{ ',' if not loop.last }}
  {% endif -%}
  {% endfor %}
from measures
