-- Every portfolio metric by every dimension linked to it, with numerator and denominator.
-- Grain: metric_id, month_end, dimension, dimension_value. A company's own segments are dimensions of every metric that has the
-- account type as one.
with

measures as (
  select * from {{ ref('int_portfolio_measures') }}
),

notifications as (
  select * from {{ ref('int_notification_measures') }}
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
  where metric_dimensions.dimension = 'account_type'
),

-- numerator and denominator as models/semantic has them; a test holds the values equal to fct_portfolio_kpis
portfolio_values as (
  {% for item in glossary_items() if item.wide_mart or item.mart == 'fct_portfolio_kpis' -%}
  select
    '{{ item.metric_id }}' as metric_id,
    month_end,
    dimension,
    dimension_value,
    {{ 'currency_code' if item.is_money else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as currency_code,
    cast({{ item.numerator }} as decimal(28, 6)) as numerator,
    cast({{ item.denominator or 'null' }} as decimal(28, 6)) as denominator,
    {{ rate(item.numerator, item.denominator or '1') | trim }} as value
  from measures
  {% if item.is_current_only -%}
  where month_end = {{ month_end_of(as_of_date()) }}
  {% endif -%}
  union all
  {% endfor -%}
  -- no row: the columns of a list that has none
  select
    cast(null as {{ dbt.type_string() }}) as metric_id,
    cast(null as date) as month_end,
    cast(null as {{ dbt.type_string() }}) as dimension,
    cast(null as {{ dbt.type_string() }}) as dimension_value,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    cast(null as decimal(28, 6)) as numerator,
    cast(null as decimal(28, 6)) as denominator,
    cast(null as {{ type_double() }}) as value
  from measures
  where 1 = 0
),

notification_values as (
  select
    'notifications_count' as metric_id,
    month_end,
    dimension,
    dimension_value,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    cast(notifications_count as decimal(28, 6)) as numerator,
    cast(null as decimal(28, 6)) as denominator,
    cast(notifications_count as {{ type_double() }}) as value
  from notifications
),

all_values as (
  select * from portfolio_values
  union all
  select * from notification_values
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
