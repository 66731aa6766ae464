-- instalments_collected: those that are settled.
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    sum(case when result = 'collected' then 1 else 0 end) as numerator
  from results
  group by customer_id
)

{{ compare_collections('smart_collect_summary', ['customer_id'], 'instalments_collected') }}
