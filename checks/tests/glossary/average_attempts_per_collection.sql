-- average_attempts_per_collection: attempts on settled instalments that were tried / these instalments.
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    sum(case when result = 'collected' then attempts else 0 end) as numerator,
    sum(case when result = 'collected' and attempts > 0 then 1 else 0 end) as denominator
  from results
  group by customer_id
)

{{ compare_collections('smart_collect_summary', ['customer_id'], 'attempts_on_collected', 'attempted_collections', 'average_attempts_per_collection') }}
