-- Base measures of the portfolio metrics, summed over accounts that agree in every dimension and month.
-- Grain: month_end, all dimensions and the set of segments. A first sum, so that each dimension need not read every account.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
),

categories as (
  select * from {{ ref('portfolio_categories') }}
),

segment_sets as (
  select * from {{ ref('int_account_segment_sets') }}
),

-- the last days are read on the snapshot of as_of_date alone
recent_moves as (
  select
    *,
    {{ as_of_date() }} as snapshot_on
  from {{ ref('int_account_recent_moves') }}
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

-- opening is the account's own earlier state; in its first month there is none
measured as (
  select
    account_months.*,
    previous.portfolio as previous_portfolio,
    previous.portfolio_group as previous_group,
    recent_moves.churned_last_90d,
    recent_moves.contracted_90d_ago,
    recent_moves.net_completions_last_30d,
    recent_moves.contracted_30d_ago,
    segment_sets.segment_set,
    case when account_months.is_contracted then account_months.outstanding_balance else 0 end as contracted_balance,
    cast(fx_rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from account_months
  left join categories as previous on account_months.previous_portfolio_category = previous.portfolio_category
  left join recent_moves
    on
      account_months.account_id = recent_moves.account_id
      and account_months.snapshot_on = recent_moves.snapshot_on
  left join segment_sets on account_months.account_id = segment_sets.account_id
  left join fx_rates
    on
      account_months.currency_code = fx_rates.currency_code
      and account_months.month_end = fx_rates.month_end
)

select
  month_end,
  currency_code,
  rate_to_reporting,
  segment_set,
  {% for dimension, expression in portfolio_dimensions() if dimension != 'all' -%}
  {{ expression ~ (' as ' ~ dimension if expression != dimension) }},
  {% endfor -%}
  count(*) as all_accounts,
  sum(case when is_contracted then 1 else 0 end) as contracted_portfolio_size,
  sum(case when is_active then 1 else 0 end) as active_portfolio_size,
  sum(case when is_defaulted then 1 else 0 end) as defaulters,
  sum(case when portfolio_group = 'churned' then 1 else 0 end) as churned_portfolio_size,
  sum(case when portfolio_group = 'paid' then 1 else 0 end) as paid_portfolio_size,
  sum(case when previous_portfolio = 'contracted' then 1 else 0 end) as opening_contracted,
  sum(case when previous_group = 'active' then 1 else 0 end) as opening_active,
  sum(case when previous_group = 'defaulted' then 1 else 0 end) as opening_defaulters,
  sum(case when previous_portfolio_category in ('late', 'defaulted') then 1 else 0 end) as opening_late_or_defaulted,
  sum(
    case
      when previous_portfolio_category in ('late', 'defaulted') and portfolio_category = 'normal' and restructures_count = 0 then 1
      else 0
    end
  ) as cured_accounts,
  sum(case when is_dp_only_defaulter then 1 else 0 end) as dp_only_defaulters,
  sum(case when has_ever_defaulted then 1 else 0 end) as ever_defaulted,
  sum(case when portfolio_group = 'churned' then 0 else 1 end) as cohort_not_churned,
  sum(churned_last_90d) as churned_last_90d,
  sum(contracted_90d_ago) as contracted_90d_ago,
  sum(net_completions_last_30d) as net_completions_last_30d,
  sum(contracted_30d_ago) as contracted_30d_ago,
  sum(case when is_contracted and rate_to_reporting is null then 1 else 0 end) as contracted_without_rate,
  {% for column in transition_columns() -%}
  sum({{ column }}) as {{ column }},
  {% endfor -%}
  {% for days in par_thresholds() -%}
  sum(case when is_contracted and days_expired > {{ days }} then 1 else 0 end) as par_{{ days }}_accounts,
  cast(
    sum(case when is_contracted and days_expired > {{ days }} then contracted_balance else 0 end) as {{ money_sum_type() }}
  ) as par_{{ days }}_balance,
  {% endfor -%}
  cast(sum(contracted_balance) as {{ money_sum_type() }}) as contracted_balance
from measured
group by
  month_end,
  currency_code,
  rate_to_reporting,
  segment_set
  {%- for dimension, expression in portfolio_dimensions() if dimension != 'all' %},
  {{ expression }}
  {%- endfor %}
