-- The money of utility and loan accounts in the order in which it comes. Grain: account_id, money_number.
-- Payments and bonuses that were not reversed, and negative bills from the day they enter the ledger.
with

payments as (
  select * from {{ ref('int_ledger_payments') }} where ledger_role = 'money'
),

credit_bills as (
  select * from {{ ref('int_ledger_bills') }} where is_in_ledger and bill_amount < 0
),

money as (
  select
    account_id,
    opco_id,
    payment_id,
    cast(null as {{ dbt.type_string() }}) as credit_bill_id,
    bill_id as named_bill_id,
    contract_id,
    payment_type as money_type,
    paid_on as money_on,
    paid_at as money_at,
    amount,
    1 as order_in_day
  from payments
  union all
  -- a negative bill comes before the payments of its day, of several the one due first; it names the bill it corrects
  select
    account_id,
    opco_id,
    cast(null as {{ dbt.type_string() }}) as payment_id,
    bill_id as credit_bill_id,
    credits_bill_id as named_bill_id,
    contract_id,
    'credit_bill' as money_type,
    ledger_on as money_on,
    cast(due_on as timestamp) as money_at,
    cast(-bill_amount as {{ money_type() }}) as amount,
    0 as order_in_day
  from credit_bills
)

-- the local day leads the order, so that no day depends on a later one even when clocks are set back over midnight
select
  account_id,
  opco_id,
  payment_id,
  credit_bill_id,
  named_bill_id,
  contract_id,
  money_type,
  money_on,
  amount,
  row_number() over (
    partition by account_id
    order by money_on, order_in_day, money_at, payment_id, credit_bill_id
  ) as money_number
from money
