-- instalments_pending: neither settled nor failed.
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    sum(case when result = 'pending' then 1 else 0 end) as numerator
  from results
  group by customer_id
)

{{ compare_collections('smart_collect_summary', ['customer_id'], 'instalments_pending') }}
