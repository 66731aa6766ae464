{#
  A column holds codes that the input contract lists for a column of one of its tables. The list is
  read from the contract, so that it is written once. Null passes.
#}
{% test input_code(model, column_name, table_name, table_column=none) %}
{%- set codes = [] -%}
{%- for column in contract_columns(table_name) if column.name == (table_column or column_name) -%}
  {%- do codes.extend(column.codes) -%}
{%- endfor -%}
{%- if not codes %}{{ exceptions.raise_compiler_error('input_code: ' ~ table_name ~ '.' ~ (table_column or column_name) ~ ' has no codes.') }}{% endif -%}
select {{ column_name }}
from {{ model }}
where {{ column_name }} not in ('{{ codes | join("', '") }}')
{% endtest %}
