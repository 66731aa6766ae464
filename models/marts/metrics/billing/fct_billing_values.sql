-- Every billing metric by every dimension, by month of the bill's period_end. Grain: metric_id, month_end, dimension, dimension_value.
-- A company's own segments are dimensions of each of them.
with

measures as (
  select * from {{ ref('int_billing_measures') }}
),

metric_dimensions as (
  select * from {{ ref('dim_metric_dimensions') }}
),

linked_dimensions as (
  select
    metric_id,
    dimension
  from metric_dimensions
  union all
  select
    metric_dimensions.metric_id,
    segments.dimension
  from metric_dimensions
  cross join (select distinct dimension from {{ ref('int_account_segments') }}) as segments
  where metric_dimensions.dimension = 'income_band'
),

all_values as (
  {% for metric_id, numerator, denominator, is_money in billing_metrics() -%}
  select
    '{{ metric_id }}' as metric_id,
    month_end,
    dimension,
    dimension_value,
    {{ 'currency_code' if is_money else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as currency_code,
    cast({{ numerator }} as decimal(28, 6)) as numerator,
    cast({{ denominator or 'null' }} as decimal(28, 6)) as denominator,
    {{ rate(numerator, denominator or '1') | trim }} as value
  from measures
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

-- a metric is shown by the dimensions that the glossary links to it
select
  all_values.metric_id,
  all_values.month_end,
  all_values.dimension,
  all_values.dimension_value,
  all_values.currency_code,
  all_values.numerator,
  all_values.denominator,
  all_values.value
from all_values
inner join linked_dimensions
  on
    all_values.metric_id = linked_dimensions.metric_id
    and all_values.dimension = linked_dimensions.dimension
