-- Accepted rows with an optional reference that named nothing of their account and was set to null.
-- Grain: table_name, row_key.
with

cleared as (
  {% for table_name, contract in input_contract().items() if contract.get('references') %}
  {{ 'union all' if not loop.first }}
  select
    '{{ table_name }}' as table_name,
    {{ contract['key'][0] }} as row_key,
    cleared_references,
    loaded_at
  from {{ ref('judged_' ~ table_name) }}
  where row_status = 'accepted' and cleared_references is not null
  {% endfor %}
)

select
  table_name,
  row_key,
  cleared_references,
  loaded_at
from cleared
