-- Repayment rates of PAYGo PERFORM 2026 and the collection rate of 2021. Grain: month_end, dimension, dimension_value, metric_id.
with

measures as (
  select * from {{ ref('int_repayment_measures') }}
),

metric_dimensions as (
  select * from {{ ref('dim_metric_dimensions') }}
),

all_values as (
  select
    'repayment_rate_paid_vs_plan' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    applied_amount as numerator,
    due_amount as denominator,
    {{ rate('applied_amount', 'due_amount') }} as value
  from measures
  union all
  select
    'repayment_rate_paid_vs_financed' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    applied_amount as numerator,
    financed_amount as denominator,
    {{ rate('applied_amount', 'financed_amount') }} as value
  from measures
  union all
  select
    'repayment_rate_at_90_days' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    applied_by_day_90 as numerator,
    due_by_day_90 as denominator,
    {{ rate('applied_by_day_90', 'due_by_day_90') }} as value
  from measures
  union all
  select
    'repayment_rate_at_2x' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    applied_by_2x as numerator,
    due_over_term as denominator,
    {{ rate('applied_by_2x', 'due_over_term') }} as value
  from measures
  union all
  select
    'ownership_rate_at_2x' as metric_id,
    month_end,
    dimension,
    dimension_value,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    owned_by_2x_contracts as numerator,
    reached_2x_contracts as denominator,
    {{ rate('owned_by_2x_contracts', 'reached_2x_contracts') }} as value
  from measures
  union all
  select
    'collection_rate' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    received_amount as numerator,
    due_in_month_amount as denominator,
    {{ rate('received_amount', 'due_in_month_amount') }} as value
  from measures
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
