-- average_daily_balance: each balance times the days it stood in the months looked at / these days, to the hundredth.
with

months as (
  {{ smart_months() }}
),

-- the last balance of a day stands until the next day with a transaction
evenings as (
  select
    customer_id,
    booked_on,
    balance_after,
    row_number() over (partition by customer_id, booked_on order by booked_at desc, transaction_id desc) as place
  from {{ ref('stg_bank_transactions') }}
  where booked_on <= {{ as_of_date() }}
),

stood as (
  select
    customer_id,
    balance_after,
    booked_on as from_on,
    lead(booked_on, 1, {{ add_days(as_of_date(), 1) }}) over (partition by customer_id order by booked_on) as until_on
  from evenings
  where place = 1
),

expected as (
  select
    stood.customer_id,
    sum(stood.balance_after * {{ days_between(
      'greatest(stood.from_on, months.first_day)', 'least(stood.until_on, ' ~ add_days('months.last_day', 1) ~ ')'
    ) }}) as numerator,
    sum({{ days_between(
      'greatest(stood.from_on, months.first_day)', 'least(stood.until_on, ' ~ add_days('months.last_day', 1) ~ ')'
    ) }}) as denominator
  from stood
  inner join months on stood.from_on <= months.last_day and stood.until_on > months.first_day
  -- without a transaction in these months there is no history, and without an instalment no borrower
  inner join (select distinct customer_id from {{ ref('smart_collect_behaviour') }} where has_history) as borrowers
    on stood.customer_id = borrowers.customer_id
  group by stood.customer_id
)

{{ compare_collections('smart_collect_behaviour', ['customer_id'], 'daily_balance_total', 'balance_days', 'average_daily_balance') }}
