{#
  Personal data of a column: clear only in a build whose `personal_data` variable says so, otherwise the
  word masked where there is a value. The one role that may read it clear builds its own warehouse.
#}
{% macro personal(column) %}
{%- if var('personal_data') not in ('masked', 'clear') -%}
  {{ exceptions.raise_compiler_error("personal_data is '" ~ var('personal_data') ~ "'. Use masked or clear.") }}
{%- elif var('personal_data') == 'clear' -%}
{{ column }}
{%- else -%}
case when {{ column }} is not null then 'masked' end
{%- endif -%}
{% endmacro %}


{# Input tables whose rows carry personal data. #}
{% macro tables_with_personal_data() %}{{ return(['customers', 'accounts', 'bank_transactions']) }}{% endmacro %}
