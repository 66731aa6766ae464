{#
  A column with personal data, as readers of this build see it. The tag of the column says what becomes of it
  (`meta: {personal_data: ...}`, see docs/personal_data.md): the kinds contact, staff and text read `masked` where there
  is a value, in rows that `masked_where` names if it is there, unless `personal_data` is clear.
  X3: a publication masks the clear rows by the same tags; it is refused when the two differ.
  Errors: an unknown personal_data, a column that carries no tag.
#}
{% macro personal(expression, column=none) %}
{%- set name = column or expression -%}
{%- if var('personal_data') not in ('masked', 'clear') -%}
  {{ exceptions.raise_compiler_error("personal_data is '" ~ var('personal_data') ~ "'. Use masked or clear.") }}
{%- endif -%}
{%- set meta = arrears.personal_meta(name) -%}
{%- if var('personal_data') == 'clear' -%}
{{ expression }}
{%- else -%}
case when {{ expression }} is not null {{ 'and not (' ~ meta['masked_where'] ~ ') then ' ~ expression ~ ' when ' ~ expression ~ ' is not null' if meta.get('masked_where') }} then 'masked' end
{%- endif -%}
{% endmacro %}


{# What the YAML of the model says about one of its columns; nothing in a unit test, which knows no YAML. #}
{% macro personal_meta(name) %}
  {% if not execute %}{{ return({}) }}{% endif %}
  {% set node = graph.get('nodes', {}).get(model.unique_id) %}
  {% if not node %}{{ return({}) }}{% endif %}
  {% set meta = node['columns'].get(name, {}).get('config', {}).get('meta', {}) %}
  {% if meta.get('personal_data') not in ('contact', 'staff', 'text') %}
    {{ exceptions.raise_compiler_error("column " ~ name ~ " of " ~ node['name'] ~ " is masked, but its YAML does not say meta: {personal_data: contact, staff or text}.") }}
  {% endif %}
  {{ return(meta) }}
{% endmacro %}
