-- The long and the wide mart say the same of every portfolio metric, wherever the metric is linked to the dimension.
with

kpis as (
  select * from {{ ref('fct_portfolio_kpis') }}
),

metric_dimensions as (
  select * from {{ ref('dim_metric_dimensions') }}
),

-- a company's own segments go with the account type
linked_dimensions as (
  select distinct
    metric_dimensions.metric_id,
    coalesce(segments.dimension, metric_dimensions.dimension) as dimension
  from metric_dimensions
  left join (
    select dimension from {{ ref('int_account_segments') }}
    union all
    select null as dimension
  ) as segments on segments.dimension is null or metric_dimensions.dimension = 'account_type'
),

unpivoted as (
  {% for item in glossary_items() if item.wide_mart or item.mart == 'fct_portfolio_kpis' -%}
  select
    '{{ item.metric_id }}' as metric_id,
    month_end,
    dimension,
    dimension_value,
    cast({{ item.metric_id }} as {{ type_double() }}) as value
  from kpis
  {{ 'where month_end = ' ~ month_end_of(as_of_date()) if item.is_current_only }}
  {{ 'union all' if not loop.last }}
  {% endfor %}
),

wide as (
  select unpivoted.*
  from unpivoted
  inner join linked_dimensions
    on unpivoted.metric_id = linked_dimensions.metric_id and unpivoted.dimension = linked_dimensions.dimension
),

long as (
  select * from {{ ref('fct_metric_values') }} where metric_id <> 'notifications_count'
)

select
  coalesce(wide.metric_id, long.metric_id) as metric_id,
  coalesce(wide.month_end, long.month_end) as month_end,
  coalesce(wide.dimension, long.dimension) as dimension,
  coalesce(wide.dimension_value, long.dimension_value) as dimension_value,
  wide.value as wide_value,
  long.value as long_value
from wide
full outer join long
  on
    wide.metric_id = long.metric_id
    and wide.month_end = long.month_end
    and wide.dimension = long.dimension
    and wide.dimension_value = long.dimension_value
where
  wide.metric_id is null
  or long.metric_id is null
  or wide.value is distinct from long.value
