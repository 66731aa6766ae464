-- Repayment rates of PAYGo PERFORM 2026 and the collection rate of 2021. Grain: month_end, dimension, dimension_value, metric_id.
with

measures as (
  select * from {{ ref('int_repayment_measures') }}
),

metric_dimensions as (
  select * from {{ ref('dim_metric_dimensions') }}
),

all_values as (
  {% for metric_id, numerator, denominator, is_money in repayment_metrics() -%}
  select
    '{{ metric_id }}' as metric_id,
    month_end,
    dimension,
    dimension_value,
    {{ 'currency_code' if is_money else 'cast(null as ' ~ dbt.type_string() ~ ') as currency_code' }},
    {{ numerator }} as numerator,
    {{ denominator }} as denominator,
    {{ rate(numerator, denominator) | trim }} as value
  from measures
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

-- a metric is shown by the dimensions that the glossary links to it
select
  all_values.month_end,
  all_values.dimension,
  all_values.dimension_value,
  all_values.metric_id,
  all_values.currency_code,
  all_values.numerator,
  all_values.denominator,
  all_values.value
from all_values
inner join metric_dimensions
  on
    all_values.metric_id = metric_dimensions.metric_id
    and all_values.dimension = metric_dimensions.dimension
