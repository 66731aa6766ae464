-- Payments that exist on as_of_date, with their opco and what is left of them. Grain: payment_id.
with

payments as (
  select * from {{ ref('stg_payments') }}
),

accounts as (
  select * from {{ ref('stg_accounts') }}
)

-- I5: of a payment that a reversal takes back in part the rest counts; is_reversed says that nothing is left of it
select
  payments.payment_id,
  payments.account_id,
  accounts.opco_id,
  accounts.account_type,
  payments.contract_id,
  payments.bill_id,
  payments.paid_at,
  payments.paid_on,
  cast(payments.amount - payments.reversed_amount as {{ money_type() }}) as amount,
  payments.reversed_amount,
  -- P27: the account says what a payment is, not the cashier
  case
    when accounts.account_type = 'utility' and payments.payment_type = 'instalment' then 'bill'
    when accounts.account_type <> 'utility' and payments.payment_type = 'bill' then 'instalment'
    else payments.payment_type
  end as payment_type,
  payments.reverses_payment_id,
  payments.method,
  payments.reversed_amount >= payments.amount and payments.amount > 0 as is_reversed
from payments
inner join accounts on payments.account_id = accounts.account_id
where payments.paid_on <= {{ as_of_date() }}
