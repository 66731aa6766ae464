-- Rows that broke a rule of the input contract. Grain: table_name, row_no.
with

faulty as (
  {% for table_name, contract in input_contract().items() %}
  select
    '{{ table_name }}' as table_name,
    {% for column in contract['key'] -%}
    {{ " || ' / ' || " if not loop.first }}coalesce(cast({{ column }} as {{ dbt.type_string() }}), '?')
    {%- endfor %} as row_key,
    quarantine_reason as reason,
    row_json,
    loaded_at
  from {{ ref('judged_' ~ table_name) }}
  where row_status = 'quarantined'
  {{ 'union all' if not loop.last }}
  {% endfor %}
)

-- X4: a running number names a row; a hash of it would stand for personal values. Equal rows are equal under any number
select
  table_name,
  cast(row_number() over (partition by table_name order by loaded_at, row_json, reason) as integer) as row_no,
  {{ personal('row_key') }} as row_key,
  reason,
  {{ personal('row_json') }} as row_json,
  loaded_at
from faulty
