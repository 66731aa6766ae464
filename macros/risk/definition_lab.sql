{#
  What counts as at risk or in default in the lab, as [column, measure, start of the basis, fewest days, whether new
  accounts are left out]. Days counted in a row and days behind the plan are each held against it.
#}
{% macro lab_tests() %}
  {% set tests = [
    ['par_0', 'par_0_rate', '', '1', false],
    ['par_1', 'par_1_rate', '', '2', false],
    ['par_7', 'par_7_rate', '', '8', false],
    ['par_30', 'par_30_rate', '', '31', false],
    ['par_60', 'par_60_rate', '', '61', false],
    ['par_90', 'par_90_rate', '', '91', false],
    ['par_120', 'par_120_rate', '', '121', false],
  ] %}
  {% for days in [30, 60, 90, 120] %}
    {% do tests.append(['default_' ~ days, 'portfolio_in_default_rate', days ~ '_days_', days | string, true]) %}
  {% endfor %}
  {% do tests.append(['default_policy', 'portfolio_in_default_rate', 'policy_days_', 'default_after_days', true]) %}
  {{ return(tests) }}
{% endmacro %}


{# Ways to count the days: since credit ran out, or days of the plan that are not paid. #}
{% macro lab_day_counts() %}{{ return([('consecutive', 'days_expired'), ('schedule', 'schedule_days')]) }}{% endmacro %}


{# Columns that the lab adds up, by accounts and by balance. #}
{% macro lab_columns() %}
  {% set columns = ['contracted', 'active', 'in_default', 'churned'] %}
  {% for test in lab_tests() %}
    {% for counting, days in lab_day_counts() %}{% do columns.append(test[0] ~ '_' ~ counting) %}{% endfor %}
  {% endfor %}
  {{ return(columns) }}
{% endmacro %}


{# Default flags of bills: name in the basis, column of fct_bills. #}
{% macro lab_bill_methods() %}
  {{ return([
    ('window', 'default_60d'),
    ('policy_allocation', 'default_60d_allocated'),
    ('balance_forward', 'default_60d_balance_forward'),
    ('open_item', 'default_60d_open_item'),
  ]) }}
{% endmacro %}
