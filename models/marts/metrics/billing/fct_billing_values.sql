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
  select
    'default_60d_rate' as metric_id,
    month_end,
    dimension,
    dimension_value,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    cast(defaulted_closed_bills as decimal(28, 6)) as numerator,
    cast(closed_bills as decimal(28, 6)) as denominator,
    {{ rate('defaulted_closed_bills', 'closed_bills') }} as value
  from measures
  union all
  select
    'default_60d_all_bills_rate' as metric_id,
    month_end,
    dimension,
    dimension_value,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    cast(defaulted_bills as decimal(28, 6)) as numerator,
    cast(rated_bills as decimal(28, 6)) as denominator,
    {{ rate('defaulted_bills', 'rated_bills') }} as value
  from measures
  union all
  select
    'default_60d_allocated_rate' as metric_id,
    month_end,
    dimension,
    dimension_value,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    cast(defaulted_allocated_closed_bills as decimal(28, 6)) as numerator,
    cast(closed_bills as decimal(28, 6)) as denominator,
    {{ rate('defaulted_allocated_closed_bills', 'closed_bills') }} as value
  from measures
  union all
  select
    'billed_amount' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    cast(billed_amount as decimal(28, 6)) as numerator,
    cast(null as decimal(28, 6)) as denominator,
    {{ rate('billed_amount', '1') }} as value
  from measures
  union all
  select
    'paid_in_window_amount' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    cast(paid_in_window_amount as decimal(28, 6)) as numerator,
    cast(null as decimal(28, 6)) as denominator,
    {{ rate('paid_in_window_amount', '1') }} as value
  from measures
  union all
  select
    'bills_count' as metric_id,
    month_end,
    dimension,
    dimension_value,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    cast(bills_count as decimal(28, 6)) as numerator,
    cast(null as decimal(28, 6)) as denominator,
    {{ rate('bills_count', '1') }} as value
  from measures
  union all
  select
    'average_bill' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    cast(billed_amount as decimal(28, 6)) as numerator,
    cast(bills_count as decimal(28, 6)) as denominator,
    {{ rate('billed_amount', 'bills_count') }} as value
  from measures
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
