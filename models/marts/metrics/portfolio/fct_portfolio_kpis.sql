-- Every portfolio metric as a column. Grain: month_end, dimension, dimension_value.
-- The rates over the last days have one value, on the month of as_of_date.
with

measures as (
  select * from {{ ref('int_portfolio_measures') }}
)

select
  month_end,
  dimension,
  dimension_value,
  currency_code,
  all_accounts,
  contracted_portfolio_size,
  churned_portfolio_size,
  paid_portfolio_size,
  active_portfolio_size,
  defaulters,
  {{ rate('defaulters', 'contracted_portfolio_size') }} as portfolio_in_default_rate,
  defaulters - opening_defaulters as delta_in_defaulters,
  repo_count,
  write_off_count,
  {{ rate('defaulters - opening_defaulters + repo_count + write_off_count', 'opening_active') }} as default_rate,
  default_entries_count as gross_default_entries,
  default_cures_count as default_cures,
  default_exits_count,
  restructures_count,
  {{ rate('repo_count + write_off_count', 'contracted_portfolio_size') }} as churn_rate,
  case
    when month_end = {{ month_end_of(as_of_date()) }}
      then {{ rate('churned_last_90d', 'contracted_90d_ago') }}
  end as churn_rate_90d,
  {{ rate('write_off_count', 'contracted_portfolio_size') }} as write_off_rate,
  {{ rate('repo_count', 'contracted_portfolio_size') }} as repo_rate,
  completions_count,
  opt_outs_count,
  uncompletions_count,
  {{ rate('completions_count', 'contracted_portfolio_size') }} as completion_rate,
  {{ rate('opt_outs_count', 'contracted_portfolio_size') }} as opt_out_rate,
  {{ rate('uncompletions_count', 'contracted_portfolio_size') }} as uncompletions_rate,
  completions_count + opt_outs_count - uncompletions_count as net_completions_count,
  {{ rate('completions_count + opt_outs_count - uncompletions_count', 'contracted_portfolio_size') }} as net_completion_rate,
  case
    when month_end = {{ month_end_of(as_of_date()) }}
      then {{ rate('net_completions_last_30d', 'contracted_30d_ago') }}
  end as net_completion_rate_30d,
  {{ rate('dp_only_defaulters', 'defaulters') }} as dp_only_defaulters_rate,
  {{ rate('defaulters', 'cohort_not_churned') }} as portfolio_in_default_cohort,
  new_count,
  reinstatements_count,
  voids_count,
  {{ rate('par_0_accounts', 'contracted_portfolio_size') }} as par_0_rate,
  {{ rate('par_0_balance', 'contracted_balance') }} as par_0_balance_rate,
  {{ rate('par_1_accounts', 'contracted_portfolio_size') }} as par_1_rate,
  {{ rate('par_1_balance', 'contracted_balance') }} as par_1_balance_rate,
  {{ rate('par_7_accounts', 'contracted_portfolio_size') }} as par_7_rate,
  {{ rate('par_7_balance', 'contracted_balance') }} as par_7_balance_rate,
  {{ rate('par_30_accounts', 'contracted_portfolio_size') }} as par_30_rate,
  {{ rate('par_30_balance', 'contracted_balance') }} as par_30_balance_rate,
  {{ rate('par_60_accounts', 'contracted_portfolio_size') }} as par_60_rate,
  {{ rate('par_60_balance', 'contracted_balance') }} as par_60_balance_rate,
  {{ rate('par_90_accounts', 'contracted_portfolio_size') }} as par_90_rate,
  {{ rate('par_90_balance', 'contracted_balance') }} as par_90_balance_rate,
  {{ rate('par_120_accounts', 'contracted_portfolio_size') }} as par_120_rate,
  {{ rate('par_120_balance', 'contracted_balance') }} as par_120_balance_rate
from measures
