-- Payments that exist on as_of_date, with their opco. Grain: payment_id.
with

payments as (
  select * from {{ ref('stg_payments') }}
),

accounts as (
  select * from {{ ref('stg_accounts') }}
),

-- a reversal dated by as_of_date removes its payment from all days: the money never came
reversed as (
  select reverses_payment_id
  from {{ ref('stg_payments') }}
  where payment_type = 'reversal' and paid_on <= {{ as_of_date() }}
)

select
  payments.payment_id,
  payments.account_id,
  accounts.opco_id,
  accounts.account_type,
  payments.contract_id,
  payments.bill_id,
  payments.paid_at,
  payments.paid_on,
  payments.amount,
  payments.payment_type,
  payments.reverses_payment_id,
  payments.method,
  reversed.reverses_payment_id is not null as is_reversed
from payments
inner join accounts on payments.account_id = accounts.account_id
left join reversed on payments.payment_id = reversed.reverses_payment_id
where payments.paid_on <= {{ as_of_date() }}
