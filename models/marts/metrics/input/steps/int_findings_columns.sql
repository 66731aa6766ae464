-- Tables and columns that were not given, and columns that the contract does not know. Grain: code, table_name, row_key
-- (the column, or the table). Read from the raw tables themselves, so it moves with every build.
{%- set found = [] -%}
{%- for table_name in input_contract() -%}
  {%- set columns = raw_columns(table_name, raw_relation(table_name)) -%}
  {%- if columns is none -%}
    {%- do found.append(('table_not_given', table_name, table_name)) -%}
  {%- elif columns -%}
    {%- set contract = contract_columns(table_name) | map(attribute='name') | list -%}
    {%- for name in contract if name not in columns -%}
      {%- do found.append(('loaded_at_absent' if name == 'loaded_at' else 'column_absent', table_name, name)) -%}
    {%- endfor -%}
    {%- for name in columns if name not in contract -%}
      {%- do found.append(('column_unknown', table_name, name)) -%}
    {%- endfor -%}
  {%- endif -%}
{%- endfor %}
with

found as (
  select
    cast(null as {{ dbt.type_string() }}) as code,
    cast(null as {{ dbt.type_string() }}) as table_name,
    cast(null as {{ dbt.type_string() }}) as row_key
  where 1 = 0
  {% for code, table_name, name in found -%}
  union all
  select
    '{{ code }}' as code,
    '{{ table_name }}' as table_name,
    '{{ name.replace("'", "''") }}' as row_key
  {% endfor %}
),

contract_columns as (
  {% for table_name in input_contract() -%}
  {%- set last_table = loop.last -%}
  {% for column in contract_columns(table_name) -%}
  select
    '{{ table_name }}' as table_name,
    '{{ column.name }}' as column_name
  {{ 'union all' if not (last_table and loop.last) }}
  {% endfor -%}
  {% endfor -%}
),

-- the column that an unknown one may be meant to be
ranked as (
  select
    found.table_name,
    found.row_key,
    contract_columns.column_name,
    row_number() over (
      partition by found.table_name, found.row_key
      order by {{ likeness('found.row_key', 'contract_columns.column_name') }} desc, contract_columns.column_name
    ) as place
  from found
  inner join contract_columns on found.table_name = contract_columns.table_name
  where found.code = 'column_unknown'
)

select
  found.code,
  found.table_name,
  'all' as opco_id,
  found.row_key,
  ranked.column_name as detail
from found
left join ranked on found.table_name = ranked.table_name and found.row_key = ranked.row_key and ranked.place = 1
