{#
  A raw table has every required column of the input contract: one row per column that is missing. A table
  that the company does not have is in order, and so is an optional column that it lacks. With seeds there are no sources, and nothing to test.
#}
{% test has_contract_columns(model, table_name=none) %}
{{- config(enabled=var('raw_source') != 'seeds') -}}
{%- set existing = adapter.get_relation(model.database, model.schema, model.identifier) if execute else none -%}
{%- set found = [] -%}
{%- if existing -%}
  {%- for column in adapter.get_columns_in_relation(existing) -%}{%- do found.append(column.name | lower) -%}{%- endfor -%}
{%- endif -%}
select missing_column
from (
  select cast(null as {{ dbt.type_string() }}) as missing_column
  {% for column in (contract_columns(table_name or model.identifier) if existing else []) if column.required and column.name not in found -%}
  union all
  select '{{ column.name }}' as missing_column
  {% endfor -%}
) as missing_columns
where missing_column is not null
{% endtest %}
