-- amount_scheduled: amount of the instalments that fell due.
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    sum(bill_amount) as numerator
  from results
  group by customer_id
)

{{ compare_collections('smart_collect_summary', ['customer_id'], 'amount_scheduled') }}
