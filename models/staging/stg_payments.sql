-- Accepted payments. Grain: payment_id.
with

payments as (
  select * from {{ ref('judged_payments') }} where row_status = 'accepted'
),

accounts as (
  select * from {{ ref('stg_accounts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

timezone_days as (
  select * from {{ ref('stg_timezone_days') }}
)

-- the day on the opco's wall clock
select
  payments.payment_id,
  payments.account_id,
  payments.contract_id,
  payments.bill_id,
  payments.paid_at,
  payments.amount,
  payments.payment_type,
  payments.reverses_payment_id,
  payments.method,
  payments.loaded_at,
  {{ local_date('payments.paid_at') }} as paid_on
from payments
inner join accounts on payments.account_id = accounts.account_id
inner join opcos on accounts.opco_id = opcos.opco_id
left join timezone_days
  on
    opcos.timezone = timezone_days.timezone
    and cast(payments.paid_at as date) = timezone_days.utc_date
