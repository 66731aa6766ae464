-- First attempts with a result in the months looked at, and what they saved. Grain: customer_id.
with

attempts as (
  select * from {{ ref('int_smart_attempts') }} where is_resolved and is_first_attempt
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where is_live
),

policies as (
  select * from {{ ref('int_policy_periods') }}
),

-- baseline and cost are those in force on the day of the attempt
costed as (
  select
    attempts.customer_id,
    case when attempts.status = 'success' then 1 else 0 end as success,
    cast(policies.baseline_first_attempt_rate as decimal(18, 12)) as baseline,
    policies.retry_cost
  from attempts
  inner join cutoffs on attempts.attempted_on between cutoffs.history_from_on and cutoffs.history_to_on
  inner join policies
    on
      attempts.opco_id = policies.opco_id
      and attempts.attempted_on >= policies.valid_from
      and attempts.attempted_on < policies.valid_to
)

-- the sign is kept: fewer successes than the baseline cost money
select
  customer_id,
  cast(count(*) as bigint) as first_attempts,
  cast(sum(success) as bigint) as first_attempt_successes,
  cast(sum(baseline) as {{ type_double() }}) as baseline_successes,
  cast(round(sum((success - baseline) * retry_cost), 2) as {{ money_type() }}) as cost_saved
from costed
group by customer_id
