-- By which dimensions a metric is published. Grain: metric_id, dimension.
-- Read from the glossary, as dim_metrics is; the month is in every mart's key and no row here.
with

links as (
  {% for item in glossary_items() if item.dimensions -%}
  {% for dimension in ['all'] + item.dimensions if dimension != 'activity_month' -%}
  select
    '{{ item.metric_id }}' as metric_id,
    '{{ dimension }}' as dimension
  union all
  {% endfor -%}
  {% endfor -%}
  -- no row: the end of the list
  select
    cast(null as {{ dbt.type_string() }}) as metric_id,
    cast(null as {{ dbt.type_string() }}) as dimension
)

select * from links where metric_id is not null
