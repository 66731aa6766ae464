-- When the newest raw row that counts was loaded. Grain: one row; null without rows. Faulty rows are knowledge too; rows
-- loaded after known_at are not.
with

loads as (
  {% for table_name in input_contract() -%}
  select max(loaded_at) as loaded_at
  from {{ ref('judged_' ~ table_name) }}
  where row_status <> 'not_yet_known'
  -- X2: a loaded_at after the moment of publishing is a typing error, and dates nothing
  {{ 'and loaded_at <= ' ~ published_at() if published_at() }}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

select max(loaded_at) as last_loaded_at
from loads
