-- first_attempt_success_rate: first attempts that succeeded / first attempts with a result, by day of the attempt.
with

attempts as (
  {{ staged_resolved_attempts() }}
),

expected as (
  select
    customer_id,
    sum(case when status = 'success' then 1 else 0 end) as numerator,
    count(*) as denominator
  from attempts
  where is_first
  group by customer_id
)

{{ compare_collections('smart_collect_summary', ['customer_id'], 'first_attempt_successes', 'first_attempts', 'first_attempt_success_rate') }}
