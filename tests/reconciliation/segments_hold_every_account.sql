-- A company's own segments: each holds every account and bill once, where its row says or as unknown, and the marts count them so.
with

segments as (
  select
    account_id,
    {{ snake_case('segment_name') }} as code,
    min(segment_name) as first_name
  from {{ ref('stg_segments') }}
  group by account_id, {{ snake_case('segment_name') }}
),

-- the value under the name that comes first
valued as (
  select
    segments.account_id,
    segments.code,
    staged.segment_value
  from segments
  inner join {{ ref('stg_segments') }} as staged
    on segments.account_id = staged.account_id and segments.first_name = staged.segment_name
),

codes as (
  select distinct code from segments
),

snapshots as (
  select
    'all_accounts' as metric_id,
    account_id,
    month_end
  from {{ ref('fct_account_months') }}
  union all
  select
    'defaulters' as metric_id,
    account_id,
    month_end
  from {{ ref('fct_account_months') }}
  where is_defaulted
  union all
  select
    'bills_count' as metric_id,
    account_id,
    month_end
  from {{ ref('fct_bills') }}
  where is_billed
),

expected as (
  select
    snapshots.metric_id,
    snapshots.month_end,
    codes.code,
    coalesce(valued.segment_value, 'unknown') as dimension_value,
    count(*) as numerator
  from snapshots
  cross join codes
  left join valued on snapshots.account_id = valued.account_id and codes.code = valued.code
  group by snapshots.metric_id, snapshots.month_end, codes.code, coalesce(valued.segment_value, 'unknown')
),

-- a name that was taken has segment_ before it
actual as (
  select
    metric_values.metric_id,
    metric_values.month_end,
    codes.code,
    metric_values.dimension_value,
    metric_values.numerator
  from (
    select metric_id, month_end, dimension, dimension_value, numerator from {{ ref('fct_metric_values') }}
    union all
    select metric_id, month_end, dimension, dimension_value, numerator from {{ ref('fct_billing_values') }}
  ) as metric_values
  inner join codes
    on
      metric_values.dimension
      = case when codes.code in ('', '{{ built_in_dimensions() | join("', '") }}') then 'segment_' || codes.code else codes.code end
  where metric_values.metric_id in ('all_accounts', 'defaulters', 'bills_count') and metric_values.numerator <> 0
)

select
  coalesce(expected.metric_id, actual.metric_id) as metric_id,
  coalesce(expected.month_end, actual.month_end) as month_end,
  coalesce(expected.code, actual.code) as code,
  coalesce(expected.dimension_value, actual.dimension_value) as dimension_value,
  expected.numerator as expected_numerator,
  actual.numerator
from expected
full outer join actual
  on
    expected.metric_id = actual.metric_id
    and expected.month_end = actual.month_end
    and expected.code = actual.code
    and expected.dimension_value = actual.dimension_value
where expected.numerator is distinct from actual.numerator
