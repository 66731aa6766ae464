-- instalments_scheduled: instalments that fell due in the months looked at.
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    count(*) as numerator
  from results
  group by customer_id
)

{{ compare_collections('smart_collect_summary', ['customer_id'], 'instalments_scheduled') }}
