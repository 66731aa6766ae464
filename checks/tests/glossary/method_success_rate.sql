-- method_success_rate: attempts that succeeded / attempts with a result, by collection method.
with

attempts as (
  {{ staged_resolved_attempts() }}
),

expected as (
  select
    customer_id,
    method as collection_method,
    sum(case when status = 'success' then 1 else 0 end) as numerator,
    count(*) as denominator
  from attempts
  group by customer_id, method
)

{{ compare_collections(
  'smart_collect_methods', ['customer_id', 'collection_method'], 'successful_attempts', 'resolved_attempts', 'method_success_rate'
) }}
