-- Every metric that is published is described, and every portfolio metric that is described is published.
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
)

select
  published.metric_id as published_metric,
  described.metric_id as described_metric
from published
full outer join described on published.metric_id = described.metric_id
where published.metric_id is null or described.metric_id is null
