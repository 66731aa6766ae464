-- cost_saved: (first-attempt successes - baseline rate x first attempts) x retry cost, the policy of each day by itself.
with

attempts as (
  {{ staged_resolved_attempts() }}
),

days as (
  select distinct
    opco_id,
    attempted_on as on_day
  from attempts
),

baselines as (
  {{ policy_on_days('days', 'baseline_first_attempt_rate') }}
),

costs as (
  {{ policy_on_days('days', 'retry_cost') }}
),

-- successes and attempts are counted a day, then priced
by_day as (
  select
    customer_id,
    opco_id,
    attempted_on,
    sum(case when status = 'success' then 1 else 0 end) as successes,
    count(*) as first_attempts
  from attempts
  where is_first
  group by customer_id, opco_id, attempted_on
),

expected as (
  select
    by_day.customer_id,
    round(cast(sum(
      (by_day.successes - cast(baselines.baseline_first_attempt_rate as decimal(16, 10)) * by_day.first_attempts) * costs.retry_cost
    ) as decimal(28, 10)), 2) as numerator
  from by_day
  inner join baselines on by_day.opco_id = baselines.opco_id and by_day.attempted_on = baselines.on_day
  inner join costs on by_day.opco_id = costs.opco_id and by_day.attempted_on = costs.on_day
  group by by_day.customer_id
)

{{ compare_collections('smart_collect_summary', ['customer_id'], 'cost_saved') }}
