{#
  What a contract's plan says is due by a day, in money: nothing before the plan begins, the daily rate for each day of
  the term after that, never more than was financed. Over a row of int_contract_plans; days are day numbers.
#}
{% macro plan_due(day, plan='') -%}
cast(
    least(
      {{ plan }}financed_amount,
      {{ plan }}daily_rate * greatest(least({{ plan }}term_days, {{ day }} - {{ plan }}plan_from_day + 1), 0)
    ) as {{ money_type() }}
  )
{%- endmacro %}


{# Dimensions of the repayment rates, as (name, SQL over int_accounts as accounts). #}
{% macro repayment_dimensions() %}
  {{ return([
    ('all', "'all'"),
    ('opco', 'accounts.opco_id'),
    ('region', "accounts.opco_id || ' / ' || accounts.region"),
    ('shop', "coalesce(accounts.shop_id, accounts.opco_id || ' / unknown')"),
    ('account_type', 'accounts.account_type'),
  ]) }}
{% endmacro %}


{# Months ahead in powers of two: every horizon up to 63 months is a sum of these, and a test of ifrs9_stages allows no other. #}
{% macro matrix_powers() %}{{ return([1, 2, 4, 8, 16, 32]) }}{% endmacro %}


{# Columns of marts by month and opco that are published: the mart's name in int_month_end_values, the metric, whether it is money. #}
{% macro published_figures() %}
  {{ return([
    ('billing_kpis', 'billed', true),
    ('billing_kpis', 'cash', true),
    ('billing_kpis', 'arrears', true),
    ('billing_kpis', 'unapplied_credit', true),
    ('billing_kpis', 'dso', false),
    ('billing_kpis', 'cei', false),
    ('billing_kpis', 'collection_ratio', false),
    ('billing_kpis', 'first_payment_default_rate', false),
    ('credit_losses', 'ead', true),
    ('credit_losses', 'ecl', true),
    ('roll_forward', 'cure_rate', false),
  ]) }}
{% endmacro %}
