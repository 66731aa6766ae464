-- How balance and spending usually stand on each day of the month. Grain: customer_id, day_of_month.
-- The days of the months looked at are spread out and summed in one query, never stored.
with

transactions as (
  select * from {{ ref('int_smart_transactions') }}
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where is_live
),

months as (
  select * from {{ ref('int_months') }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

numbers as (
  {{ dbt.generate_series(31) }}
),

calendar as (
  select
    {{ add_days('months.month_start', 'numbers.generated_number - 1') }} as calendar_day,
    cast(numbers.generated_number as integer) as day_of_month
  from cutoffs
  inner join months on cutoffs.history_from_on < months.month_end and cutoffs.history_to_on >= months.month_end
  inner join numbers on extract(day from months.month_end) >= numbers.generated_number
),

-- the last balance of a day stands until the next transaction; days before the first have none
balances as (
  select
    transactions.customer_id,
    calendar.day_of_month,
    count(*) as days,
    cast(sum(transactions.balance_cents) as bigint) as balance_cents
  from transactions
  inner join calendar
    on
      transactions.booked_on <= calendar.calendar_day
      and (transactions.next_booked_on is null or transactions.next_booked_on > calendar.calendar_day)
  group by transactions.customer_id, calendar.day_of_month
),

outflows as (
  select
    transactions.customer_id,
    calendar.day_of_month,
    cast(-sum(transactions.cents) as bigint) as outflow_cents
  from transactions
  inner join calendar on transactions.booked_on = calendar.calendar_day
  where transactions.is_other_outflow
  group by transactions.customer_id, calendar.day_of_month
),

recent_customers as (
  select distinct transactions.customer_id
  from transactions
  inner join cutoffs on transactions.booked_on between cutoffs.history_from_on and cutoffs.history_to_on
),

-- a customer without a transaction in these months has no history
days_of_month as (
  select
    balances.customer_id,
    balances.day_of_month,
    balances.days,
    balances.balance_cents,
    coalesce(outflows.outflow_cents, 0) as outflow_cents,
    sum(balances.days) over (partition by balances.customer_id) as all_days,
    sum(balances.balance_cents) over (partition by balances.customer_id) as all_balance_cents,
    sum(coalesce(outflows.outflow_cents, 0)) over (partition by balances.customer_id) as all_outflow_cents
  from balances
  left join outflows
    on balances.customer_id = outflows.customer_id and balances.day_of_month = outflows.day_of_month
  inner join recent_customers on balances.customer_id = recent_customers.customer_id
)

-- averages are compared as products of whole cents and days, so no rounding decides
select
  days_of_month.customer_id,
  days_of_month.day_of_month,
  cast(days_of_month.days as bigint) as days,
  days_of_month.balance_cents,
  days_of_month.outflow_cents,
  cast(days_of_month.balance_cents as decimal(18, 0)) * days_of_month.all_days
  < settings.low_balance_multiple * days_of_month.all_balance_cents * days_of_month.days as is_low_balance_day,
  days_of_month.all_outflow_cents > 0
  and cast(days_of_month.outflow_cents as decimal(18, 0)) * days_of_month.all_days
  >= settings.high_spending_multiple * days_of_month.all_outflow_cents * days_of_month.days as is_high_spending_day
from days_of_month
cross join settings
