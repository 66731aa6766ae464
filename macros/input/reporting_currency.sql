{#
  The currency of group figures, as SQL: the one that is named, else the company's only one, else USD. A name is known
  when models compile; the company's only currency is a row of int_reporting_currency.
#}
{% macro reporting_currency() %}
  {%- set value = var('reporting_currency') | string | trim | upper -%}
  {{ return("'" ~ value ~ "'" if value else '(select reporting.currency_code from ' ~ ref('int_reporting_currency') ~ ' as reporting)') }}
{% endmacro %}
