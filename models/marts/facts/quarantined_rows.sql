-- Rows that broke a rule of the input contract. Grain: table_name, row_hash, row_copy.
with

faulty as (
  {% for table_name, contract in input_contract().items() %}
  select
    '{{ table_name }}' as table_name,
    {% for column in contract['key'] %}{{ " || ' / ' || " if not loop.first }}coalesce(cast({{ column }} as {{ dbt.type_string() }}), '?'){% endfor %} as row_key,
    quarantine_reason as reason,
    row_json,
    {{ personal('row_json') if table_name in tables_with_personal_data() else 'row_json' }} as shown_json,
    loaded_at
  from {{ ref('judged_' ~ table_name) }}
  where row_status = 'quarantined'
  {{ 'union all' if not loop.last }}
  {% endfor %}
)

-- equal rows are told apart by a running copy number; which is which does not matter
select
  table_name,
  {{ dbt.hash('row_json') }} as row_hash,
  cast(row_number() over (partition by table_name, row_json order by reason) as integer) as row_copy,
  row_key,
  reason,
  shown_json as row_json,
  loaded_at
from faulty
