{#
  One cohort matrix: install months down, months since install across, for each opco and for all.
  default: defaulted / (cohort size - churned); churn: churned / cohort size. A cell not yet reached is absent.
#}
{% macro cohort_matrix(kind) %}
-- Cohort matrix of {{ kind }}. Grain: opco_id ('all' for the group), cohort_month, months_since_install.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
),

by_opco as (
  select
    opco_id,
    cohort_month,
    months_since_install,
    month_end,
    is_month_closed,
    count(*) as cohort_size,
    sum(case when is_defaulted then 1 else 0 end) as defaulted,
    sum(case when portfolio_group = 'churned' then 1 else 0 end) as churned,
    sum(case when has_ever_defaulted then 1 else 0 end) as ever_defaulted
  from account_months
  group by opco_id, cohort_month, months_since_install, month_end, is_month_closed
),

for_all as (
  select
    'all' as opco_id,
    cohort_month,
    months_since_install,
    month_end,
    is_month_closed,
    sum(cohort_size) as cohort_size,
    sum(defaulted) as defaulted,
    sum(churned) as churned,
    sum(ever_defaulted) as ever_defaulted
  from by_opco
  group by cohort_month, months_since_install, month_end, is_month_closed
),

cells as (
  select * from by_opco
  union all
  select * from for_all
)

select
  opco_id,
  cohort_month,
  months_since_install,
  month_end,
  cast(cohort_size as bigint) as cohort_size,
  {% if kind == 'default' -%}
  cast(defaulted as bigint) as numerator,
  cast(cohort_size - churned as bigint) as denominator,
  {{ rate('defaulted', 'cohort_size - churned') | trim }} as value,
  cast(ever_defaulted as bigint) as ever_defaulted,
  {{ rate('ever_defaulted', 'cohort_size') | trim }} as ever_defaulted_cohort,
  {% else -%}
  cast(churned as bigint) as numerator,
  cast(cohort_size as bigint) as denominator,
  {{ rate('churned', 'cohort_size') | trim }} as value,
  {% endif -%}
  -- the month in progress may still change
  not is_month_closed as is_partial
from cells
{% endmacro %}
