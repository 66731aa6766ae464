-- punctuality_score: 100 x instalments settled by their due day / instalments due.
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    sum(case when settled_on <= due_on then 1 else 0 end) as numerator,
    count(*) as denominator
  from results
  where customer_id in (
    select bank.customer_id
    from {{ ref('stg_bank_transactions') }} as bank
    where bank.booked_on <= {{ as_of_date() }}
  )
  group by customer_id
)

{{ compare_collections('smart_collect_behaviour', ['customer_id'], 'punctual_instalments', 'due_instalments', 'punctuality_score', 100) }}
