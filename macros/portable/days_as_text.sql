{#
  The days of the month on which a condition holds, as text such as `1, 5, 31`; empty text when on none.
  An aggregate over rows with a column day_of_month; written out because engines disagree on joining text in order.
#}
{% macro days_as_text(condition) %}
{%- set texts = [] -%}
{%- for day in range(1, 32) -%}
{%- do texts.append("max(case when day_of_month = " ~ day ~ " and " ~ condition ~ " then '" ~ day ~ ", ' else '' end)") -%}
{%- endfor -%}
trim(trailing ', ' from {{ texts | join('\n    || ') }})
{%- endmacro %}
