-- Every metric that is published is described, and every portfolio metric that is described is published,
-- as far as there is anything to count: a company without accounts has no metrics, one without notifications lacks one.
with

published as (
  select distinct metric_id from {{ ref('fct_metric_values') }}
),

described as (
  select metric_id
  from {{ ref('dim_metrics') }}
  where item_type = 'metric' and mart in ('fct_metric_values', 'fct_portfolio_kpis')
  union
  -- the glossary's own 26 are all published here
  select metric_id
  from {{ ref('dim_metrics') }}
  where item_type = 'metric' and glossary_number <= 26
),

-- what there is to count
counted as (
  select
    (select count(*) from {{ ref('fct_account_months') }}) as account_months,
    (select count(*) from {{ ref('stg_notifications') }} where sent_on <= {{ as_of_date() }}) as notifications
)

select
  published.metric_id as published_metric,
  described.metric_id as described_metric
from published
full outer join described on published.metric_id = described.metric_id
cross join counted
where
  described.metric_id is null
  or (
    published.metric_id is null
    and case when described.metric_id = 'notifications_count' then counted.notifications else counted.account_months end > 0
  )
