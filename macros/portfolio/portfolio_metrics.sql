{#
  The portfolio metrics: id, numerator and denominator over base measures (none for a count).
  A test holds them equal to seeds/reference/metrics.csv, which documents them.
#}
{% macro portfolio_metrics() %}
  {% set contracted = 'contracted_portfolio_size' %}
  {% set net_completions = 'completions_count + opt_outs_count - uncompletions_count' %}
  {% set metrics = [
    ('all_accounts', 'all_accounts', none),
    ('contracted_portfolio_size', contracted, none),
    ('churned_portfolio_size', 'churned_portfolio_size', none),
    ('paid_portfolio_size', 'paid_portfolio_size', none),
    ('active_portfolio_size', 'active_portfolio_size', none),
    ('defaulters', 'defaulters', none),
    ('portfolio_in_default_rate', 'defaulters', contracted),
    ('delta_in_defaulters', 'defaulters - opening_defaulters', none),
    ('repo_count', 'repo_count', none),
    ('write_off_count', 'write_off_count', none),
    ('default_rate', 'defaulters - opening_defaulters + repo_count + write_off_count', 'opening_active'),
    ('gross_default_entries', 'default_entries_count', none),
    ('default_cures', 'default_cures_count', none),
    ('default_exits_count', 'default_exits_count', none),
    ('restructures_count', 'restructures_count', none),
    ('churn_rate', 'repo_count + write_off_count', contracted),
    ('churn_rate_90d', 'churned_last_90d', 'contracted_90d_ago'),
    ('write_off_rate', 'write_off_count', contracted),
    ('repo_rate', 'repo_count', contracted),
    ('completions_count', 'completions_count', none),
    ('opt_outs_count', 'opt_outs_count', none),
    ('uncompletions_count', 'uncompletions_count', none),
    ('completion_rate', 'completions_count', contracted),
    ('opt_out_rate', 'opt_outs_count', contracted),
    ('uncompletions_rate', 'uncompletions_count', contracted),
    ('net_completions_count', net_completions, none),
    ('net_completion_rate', net_completions, contracted),
    ('net_completion_rate_30d', 'net_completions_last_30d', 'contracted_30d_ago'),
    ('dp_only_defaulters_rate', 'dp_only_defaulters', 'defaulters'),
    ('portfolio_in_default_cohort', 'defaulters', 'cohort_not_churned'),
    ('new_count', 'new_count', none),
    ('reinstatements_count', 'reinstatements_count', none),
    ('voids_count', 'voids_count', none),
  ] %}
  {% for days in par_thresholds() %}
    {% do metrics.append(('par_' ~ days ~ '_rate', 'par_' ~ days ~ '_accounts', contracted)) %}
    {% do metrics.append(('par_' ~ days ~ '_balance_rate', 'par_' ~ days ~ '_balance', 'contracted_balance')) %}
  {% endfor %}
  {{ return(metrics) }}
{% endmacro %}


{# Days past which an account counts as at risk. #}
{% macro par_thresholds() %}{{ return([0, 1, 7, 30, 60, 90, 120]) }}{% endmacro %}


{# Metrics that have one value only, on the month of as_of_date. #}
{% macro current_only_metrics() %}{{ return(['churn_rate_90d', 'net_completion_rate_30d']) }}{% endmacro %}


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
