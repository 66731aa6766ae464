{{ config(post_hook="{{ stop_on_quarantine_limit() }}") }}

-- The fate of every raw row, counted. Grain: table_name.
with

rows_by_fate as (
  {% for table_name in input_contract() %}
  select
    '{{ table_name }}' as table_name,
    row_status,
    cleared_references is not null and row_status = 'accepted' as has_cleared_reference,
    count(*) as row_count
  from {{ ref('judged_' ~ table_name) }}
  group by row_status, cleared_references is not null and row_status = 'accepted'
  {{ 'union all' if not loop.last }}
  {% endfor %}
),

-- tables without a row are listed too
input_tables as (
  {% for table_name in input_contract() %}
  select '{{ table_name }}' as table_name
  {{ 'union all' if not loop.last }}
  {% endfor %}
)

select
  input_tables.table_name,
  {% for status in ['accepted', 'superseded', 'quarantined', 'excluded_test', 'not_yet_known'] -%}
  cast(coalesce(sum(case when rows_by_fate.row_status = '{{ status }}' then rows_by_fate.row_count end), 0) as bigint) as {{ status }},
  {% endfor -%}
  cast(coalesce(sum(case when rows_by_fate.has_cleared_reference then rows_by_fate.row_count end), 0) as bigint) as with_cleared_references,
  cast(coalesce(sum(rows_by_fate.row_count), 0) as bigint) as rows_read
from input_tables
left join rows_by_fate on input_tables.table_name = rows_by_fate.table_name
group by input_tables.table_name
