-- amount_collected: amount of those that are settled.
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    sum(case when result = 'collected' then bill_amount else 0 end) as numerator
  from results
  group by customer_id
)

{{ compare_collections('smart_collect_summary', ['customer_id'], 'amount_collected') }}
