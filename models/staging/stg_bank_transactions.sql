-- Accepted bank transactions. Grain: transaction_id.
with

bank_transactions as (
  select * from {{ ref('judged_bank_transactions') }} where row_status = 'accepted'
),

customers as (
  select * from {{ ref('stg_customers') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

timezone_days as (
  select * from {{ ref('stg_timezone_days') }}
)

-- the day on the opco's wall clock
select
  bank_transactions.transaction_id,
  bank_transactions.customer_id,
  bank_transactions.booked_at,
  bank_transactions.amount,
  bank_transactions.balance_after,
  bank_transactions.category,
  bank_transactions.narration,
  bank_transactions.loaded_at,
  {{ local_date('bank_transactions.booked_at') }} as booked_on
from bank_transactions
inner join customers on bank_transactions.customer_id = customers.customer_id
inner join opcos on customers.opco_id = opcos.opco_id
left join timezone_days
  on
    opcos.timezone = timezone_days.timezone
    and cast(bank_transactions.booked_at as date) = timezone_days.utc_date
