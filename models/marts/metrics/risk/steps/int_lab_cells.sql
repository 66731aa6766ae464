-- Accounts and balances under each definition of the lab. Grain: month_end, opco_id.
-- n_ columns count accounts, b_ columns add up their balances in the opco's currency.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
),

risk as (
  select * from {{ ref('int_account_month_risk') }}
),

schedule as (
  select * from {{ ref('int_schedule_days') }}
),

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
),

-- bills have due days: where there is no plan the days past due are days of the schedule
judged as (
  select
    account_months.*,
    account_months.portfolio_category = 'new' as is_new,
    coalesce(schedule.schedule_days, account_months.days_expired) as schedule_days,
    policy_periods.default_after_days,
    risk.previous_balance,
    risk.was_contracted and account_months.portfolio_group = 'churned' as has_churned
  from account_months
  inner join risk
    on
      account_months.account_id = risk.account_id
      and account_months.month_end = risk.month_end
  inner join policy_periods
    on
      account_months.opco_id = policy_periods.opco_id
      and account_months.snapshot_on >= policy_periods.valid_from
      and account_months.snapshot_on < policy_periods.valid_to
  left join schedule
    on
      account_months.account_id = schedule.account_id
      and account_months.month_end = schedule.month_end
)

select
  month_end,
  opco_id,
  currency_code,
  max(case when is_month_closed then 1 else 0 end) = 1 as is_month_closed,
  {% for prefix, unit in [('n', '1'), ('b', 'outstanding_balance')] -%}
  sum(case when is_contracted then {{ unit }} else 0 end) as {{ prefix }}_contracted,
  sum(case when is_active then {{ unit }} else 0 end) as {{ prefix }}_active,
  sum(case when is_defaulted then {{ unit }} else 0 end) as {{ prefix }}_in_default,
  {% for column, measure, basis, fewest_days, leaves_new_out in lab_tests() -%}
  {% for counting, days in lab_day_counts() -%}
  sum(
    case when is_contracted and {{ days }} >= {{ fewest_days }}{{ ' and not is_new' if leaves_new_out }} then {{ unit }} else 0 end
  ) as {{ prefix }}_{{ column }}_{{ counting }},
  {% endfor -%}
  {% endfor -%}
  {% endfor -%}
  -- a move out counts each time it happens, its balance is that of the month-end before
  sum(repo_count + write_off_count) as n_churned,
  sum(case when has_churned then 1 else 0 end) as churned_accounts,
  sum(case when has_churned then previous_balance else 0 end) as b_churned
from judged
group by month_end, opco_id, currency_code
