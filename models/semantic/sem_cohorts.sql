-- Base of the cohort metrics in the semantic layer. Grain: month_end, opco, tv_customer, cohort_month, months_since_install.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
)

select
  month_end,
  opco_id as opco,
  tv_customer,
  cohort_month,
  months_since_install,
  count(*) as all_accounts,
  sum(case when is_defaulted then 1 else 0 end) as defaulters,
  sum(case when portfolio_group = 'churned' then 0 else 1 end) as cohort_not_churned,
  sum(case when portfolio_group = 'churned' then 1 else 0 end) as churned_portfolio_size,
  sum(case when has_ever_defaulted then 1 else 0 end) as ever_defaulted
from account_months
group by month_end, opco_id, tv_customer, cohort_month, months_since_install
