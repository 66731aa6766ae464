{# Days past which an account counts as at risk. #}
{% macro par_thresholds() %}{{ return([0, 1, 7, 30, 60, 90, 120]) }}{% endmacro %}


{# Dimensions of the portfolio metrics, as [name, SQL over fct_account_months]. #}
{% macro portfolio_dimensions() %}
  {{ return([
    ('all', "'all'"),
    ('opco', 'opco_id'),
    ('region', 'region_key'),
    ('shop', "coalesce(shop_id, opco_id || ' / unknown')"),
    ('account_type', 'account_type'),
    ('cu_type', 'cu_type'),
    ('arpu_range', 'arpu_range'),
    ('tv_customer', 'tv_customer'),
    ('enable_status', 'enable_status'),
    ('subsidy', 'subsidy'),
    ('esf_only_customer', 'esf_only_customer'),
    ('portfolio_category', 'portfolio_category'),
    ('par_bucket', 'par_bucket'),
  ]) }}
{% endmacro %}


{# Base measures that are whole accounts or moves, summed over account-months. #}
{% macro count_measures() %}
  {% set measures = [
    'all_accounts', 'contracted_portfolio_size', 'active_portfolio_size', 'defaulters', 'churned_portfolio_size',
    'paid_portfolio_size', 'opening_contracted', 'opening_active', 'opening_defaulters', 'opening_late_or_defaulted',
    'cured_accounts', 'dp_only_defaulters', 'ever_defaulted', 'cohort_not_churned', 'churned_last_90d',
    'contracted_90d_ago', 'net_completions_last_30d', 'contracted_30d_ago', 'contracted_without_rate',
  ] + transition_columns() %}
  {% for days in par_thresholds() %}{% do measures.append('par_' ~ days ~ '_accounts') %}{% endfor %}
  {{ return(measures) }}
{% endmacro %}


{# Base measures that are money. #}
{% macro money_measures() %}
  {% set measures = ['contracted_balance'] %}
  {% for days in par_thresholds() %}{% do measures.append('par_' ~ days ~ '_balance') %}{% endfor %}
  {{ return(measures) }}
{% endmacro %}


{# Names of dimensions that a company's own segments cannot have. #}
{% macro built_in_dimensions() %}
  {% set names = ['activity_month', 'year', 'campaign_name', 'notification_name', 'language', 'delivery_state'] %}
  {% for name, expression in portfolio_dimensions() + billing_dimensions() + repayment_dimensions() %}
    {% do names.append(name) if name not in names %}
  {% endfor %}
  {{ return(names) }}
{% endmacro %}
