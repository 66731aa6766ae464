-- predicted_balance: last balance + typical salary on each salary day ahead - usual spending a day, one day after the other.
with

days as (
  {{ dbt.date_spine('day', add_days(as_of_date(), 1), add_days(as_of_date(), 4000)) }}
),

-- the typical day of each month ahead, held at its last
calendar as (
  select
    cast(date_day as date) as on_day,
    extract(day from cast(date_day as date)) as day_of_month,
    extract(day from {{ month_end_of('cast(date_day as date)') }}) as last_day_of_month
  from days
),

last_balances as (
  select
    customer_id,
    balance_after,
    row_number() over (partition by customer_id order by booked_at desc, transaction_id desc) as place
  from {{ ref('stg_bank_transactions') }}
  where booked_on <= {{ as_of_date() }}
),

expected as (
  select
    upcoming.bill_id,
    max(last_balances.balance_after) + sum(
      case
        -- least() passes over a null: without a salary day there is no day to add one on
        when
          behaviour.typical_salary_day is not null
          and calendar.day_of_month = least(behaviour.typical_salary_day, calendar.last_day_of_month)
          then behaviour.typical_salary_amount
        else 0
      end - behaviour.median_daily_other_outflow
    ) as balance
  from {{ ref('smart_collect_upcoming') }} as upcoming
  inner join {{ ref('smart_collect_behaviour') }} as behaviour on upcoming.customer_id = behaviour.customer_id
  inner join last_balances on upcoming.customer_id = last_balances.customer_id and last_balances.place = 1
  inner join calendar on upcoming.scheduled_on >= calendar.on_day
  where behaviour.has_history
  group by upcoming.bill_id
)

select
  found.bill_id,
  expected.balance,
  found.predicted_balance
from {{ ref('smart_collect_upcoming') }} as found
left join expected on found.bill_id = expected.bill_id
where expected.balance is distinct from found.predicted_balance
