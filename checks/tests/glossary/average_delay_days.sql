-- average_delay_days: days late of the settled instalments / settled instalments.
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    sum(case when settled_on > due_on then {{ days_between('due_on', 'settled_on') }} else 0 end) as numerator,
    count(settled_on) as denominator
  from results
  where customer_id in (
    select bank.customer_id
    from {{ ref('stg_bank_transactions') }} as bank
    where bank.booked_on <= {{ as_of_date() }}
  )
  group by customer_id
)

{{ compare_collections('smart_collect_behaviour', ['customer_id'], 'delay_days_total', 'paid_instalments', 'average_delay_days') }}
