-- What each payment is to the ledger. Grain: payment_id; only payments that are something to it.
-- ledger_role: money settles bills, refund takes money out, recovery is cash after everything was given up.
with

payments as (
  select * from {{ ref('int_payments') }} where not is_reversed
),

churned_periods as (
  select * from {{ ref('int_churned_periods') }}
),

-- a bonus is no money of the customer's, so it recovers nothing
judged as (
  select
    payments.*,
    case
      when payments.payment_type = 'refund' and payments.account_type in ('utility', 'loan') then 'refund'
      when payments.payment_type in ('instalment', 'bill') and churned_periods.account_id is not null then 'recovery'
      when payments.payment_type in ('instalment', 'bill', 'bonus') and payments.account_type in ('utility', 'loan') then 'money'
    end as ledger_role
  from payments
  left join churned_periods
    on
      payments.account_id = churned_periods.account_id
      and payments.paid_on >= churned_periods.valid_from
      and payments.paid_on < coalesce(churned_periods.valid_to, cast('9999-12-31' as date))
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
  payment_type,
  ledger_role,
  amount
from judged
where ledger_role is not null
