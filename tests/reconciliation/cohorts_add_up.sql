-- The cohorts of a month are all its accounts, every cohort keeps its accounts, and the opcos add up to the group.
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

-- an account that was taken over joins its cohort with the month in which its story begins
stories as (
  select
    opco_id,
    {{ month_start_of('installed_on') }} as cohort_month,
    {{ month_end_of('history_from') }} as told_from
  from {{ ref('int_accounts') }}
  where installed_on is not null
),

slices as (
  select opco_id, opco_id as slice, cohort_month, told_from from stories
  union all
  select opco_id, 'all' as slice, cohort_month, told_from from stories
),

sizes as (
  select
    cohorts.opco_id,
    cohorts.cohort_month,
    cohorts.month_end,
    cohorts.cohort_size,
    count(*) as accounts
  from cohorts
  inner join slices
    on
      cohorts.opco_id = slices.slice
      and cohorts.cohort_month = slices.cohort_month
      and cohorts.month_end >= slices.told_from
  group by cohorts.opco_id, cohorts.cohort_month, cohorts.month_end, cohorts.cohort_size
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
  cohort_size as accounts,
  accounts as expected_accounts
from sizes
where cohort_size <> accounts
