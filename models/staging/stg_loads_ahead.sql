-- Rows that say they were loaded after the moment of publishing. Grain: table_name; empty in every build but a publication's.
with

-- X2: they count in the figures as they always did, but do not date them
loads as (
  {% for table_name, contract in input_contract().items() %}
  {{ 'union all' if not loop.first }}
  select
    '{{ table_name }}' as table_name,
    {% for column in contract['key'] -%}
    {{ " || ' / ' || " if not loop.first }}coalesce(cast({{ column }} as {{ dbt.type_string() }}), '?')
    {%- endfor %} as row_key
  from {{ ref('judged_' ~ table_name) }}
  where row_status <> 'not_yet_known' and {{ 'loaded_at > ' ~ published_at() if published_at() else '1 = 0' }}
  {%- endfor %}
)

select
  table_name,
  count(*) as rows_ahead,
  min(row_key) as example_key
from loads
group by table_name
