-- value = numerator / denominator, null exactly when the denominator is 0 or unknown; a count has no denominator and is its numerator.
with

metric_values as (
  select * from {{ ref('fct_metric_values') }}
),

metrics as (
  select * from {{ ref('dim_metrics') }}
)

select
  metric_values.metric_id,
  metric_values.month_end,
  metric_values.dimension,
  metric_values.dimension_value,
  metric_values.numerator,
  metric_values.denominator,
  metric_values.value
from metric_values
left join metrics on metric_values.metric_id = metrics.metric_id
where
  metrics.metric_id is null
  or (metrics.denominator is null and metric_values.denominator is not null)
  or (metrics.denominator is null and cast(metric_values.numerator as {{ type_double() }}) is distinct from metric_values.value)
  or (
    metrics.denominator is not null
    and (coalesce(metric_values.denominator, 0) = 0 or metric_values.numerator is null) <> (metric_values.value is null)
  )
  -- both sums are exact, so the quotient agrees but for the last bits of floating point
  or (
    metrics.denominator is not null
    and abs(metric_values.value * cast(metric_values.denominator as {{ type_double() }}) - cast(metric_values.numerator as {{ type_double() }}))
    > 0.000001 + abs(cast(metric_values.numerator as {{ type_double() }})) / 1000000000000
  )
  or (metrics.denominator is not null and metrics.metric_id not like '%balance%' and metric_values.denominator is null)
