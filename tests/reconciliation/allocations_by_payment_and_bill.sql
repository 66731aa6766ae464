-- What the allocations of a payment, and of a bill, add up to is what the payment and the bill say; no bill gets more than
-- its amount. By both methods each piece of money and each bill is spent once.
with

by_payment as (
  select
    payment_id,
    sum(allocated) as allocated
  from {{ ref('fct_payment_allocations') }}
  group by payment_id
),

by_bill as (
  select
    bill_id,
    sum(allocated) as allocated
  from {{ ref('fct_payment_allocations') }}
  group by bill_id
),

both_methods as (
  select * from {{ ref('int_method_allocations') }}
),

overspent as (
  select
    money.account_id,
    money.money_number
  from {{ ref('int_ledger_money') }} as money
  inner join both_methods
    on
      money.account_id = both_methods.account_id
      and money.money_number = both_methods.money_number
  group by both_methods.allocation_method, money.account_id, money.money_number, money.amount
  having sum(both_methods.amount) > money.amount
),

oversettled as (
  select
    debits.account_id,
    debits.debit_number
  from {{ ref('int_ledger_debits') }} as debits
  inner join both_methods
    on
      debits.account_id = both_methods.account_id
      and debits.debit_number = both_methods.debit_number
  group by both_methods.allocation_method, debits.account_id, debits.debit_number, debits.amount
  having sum(both_methods.amount) > debits.amount
)

select
  'payment' as kind,
  payments.payment_id as key_text
from {{ ref('fct_payments') }} as payments
full outer join by_payment on payments.payment_id = by_payment.payment_id
where
  coalesce(payments.allocated - payments.allocated_to_refunds - payments.paid_off, 0) is distinct from coalesce(by_payment.allocated, 0)
  and coalesce(payments.payment_type, '') <> 'refund'
union all
select
  'bill' as kind,
  bills.bill_id as key_text
from {{ ref('fct_bills') }} as bills
full outer join by_bill on bills.bill_id = by_bill.bill_id
where
  coalesce(bills.allocated - bills.credited, 0) is distinct from coalesce(by_bill.allocated, 0)
  or bills.allocated > bills.bill_amount
union all
select
  'overspent money' as kind,
  account_id as key_text
from overspent
union all
select
  'oversettled debit' as kind,
  account_id as key_text
from oversettled
