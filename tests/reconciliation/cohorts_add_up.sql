-- The cohorts of a month are all its accounts, every cohort keeps its size, and the opcos add up to the group.
with

cohorts as (
  select
    opco_id,
    cohort_month,
    month_end,
    cohort_size,
    numerator as defaulted,
    denominator as not_churned
  from {{ ref('fct_default_cohorts') }}
),

by_month as (
  select
    opco_id,
    month_end,
    sum(cohort_size) as accounts,
    sum(defaulted) as defaulted,
    sum(not_churned) as not_churned
  from cohorts
  group by opco_id, month_end
),

metric_values as (
  select
    dimension_value as opco_id,
    month_end,
    max(case when metric_id = 'all_accounts' then numerator end) as accounts,
    max(case when metric_id = 'portfolio_in_default_cohort' then numerator end) as defaulted,
    max(case when metric_id = 'portfolio_in_default_cohort' then denominator end) as not_churned
  from {{ ref('fct_metric_values') }}
  where dimension in ('all', 'opco') and metric_id in ('all_accounts', 'portfolio_in_default_cohort')
  group by dimension_value, month_end
),

sizes as (
  select
    opco_id,
    cohort_month,
    count(distinct cohort_size) as sizes
  from cohorts
  group by opco_id, cohort_month
)

select
  coalesce(by_month.opco_id, metric_values.opco_id) as opco_id,
  coalesce(by_month.month_end, metric_values.month_end) as month_end,
  by_month.accounts,
  metric_values.accounts as expected_accounts
from by_month
full outer join metric_values on by_month.opco_id = metric_values.opco_id and by_month.month_end = metric_values.month_end
where
  by_month.accounts is distinct from metric_values.accounts
  or by_month.defaulted is distinct from metric_values.defaulted
  or by_month.not_churned is distinct from metric_values.not_churned
union all
select
  opco_id,
  cohort_month as month_end,
  sizes as accounts,
  1 as expected_accounts
from sizes
where sizes <> 1
