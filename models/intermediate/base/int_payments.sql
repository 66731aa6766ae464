-- Payments that exist on as_of_date, with their opco. Grain: payment_id.
-- amount is what counts of a payment: what reversals took back never came, on any day. Of a payment taken back whole
-- amount stays what was paid, and is_reversed says that it counts for nothing.
with

payments as (
  select * from {{ ref('stg_payments') }}
),

accounts as (
  select * from {{ ref('stg_accounts') }}
),

-- a reversal dated by as_of_date removes its payment, or its part of it, from all days
reversed as (
  select
    reverses_payment_id,
    -sum(amount) as reversed_amount
  from {{ ref('stg_payments') }}
  where payment_type = 'reversal' and paid_on <= {{ as_of_date() }}
  group by reverses_payment_id
),

dated as (
  select
    payments.*,
    accounts.opco_id,
    accounts.account_type,
    coalesce(reversed.reversed_amount, 0) as reversed_amount
  from payments
  inner join accounts on payments.account_id = accounts.account_id
  left join reversed on payments.payment_id = reversed.reverses_payment_id
  where payments.paid_on <= {{ as_of_date() }}
)

select
  payment_id,
  account_id,
  opco_id,
  account_type,
  contract_id,
  bill_id,
  paid_at,
  paid_on,
  cast(case when reversed_amount < amount then amount - reversed_amount else amount end as decimal(18, 2)) as amount,
  cast(reversed_amount as decimal(18, 2)) as reversed_amount,
  -- P27: the account says what a payment is, not the cashier
  case
    when account_type = 'utility' and payment_type = 'instalment' then 'bill'
    when account_type <> 'utility' and payment_type = 'bill' then 'instalment'
    else payment_type
  end as payment_type,
  reverses_payment_id,
  method,
  reversed_amount > 0 and reversed_amount >= amount as is_reversed
from dated
