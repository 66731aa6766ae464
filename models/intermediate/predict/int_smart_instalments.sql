-- Instalments with what became of each by as_of_date: settled, fallen away, or still open. Grain: bill_id.
with

bills as (
  select * from {{ ref('int_smart_bills') }}
),

-- settled by the account's money, by the opco's method of allocation
settled as (
  select * from {{ ref('int_settled_debits') }} where bill_id is not null
),

allocations as (
  select * from {{ ref('int_allocations') }} where bill_id is not null
),

open_amounts as (
  select * from {{ ref('int_smart_open_amounts') }} where is_live
),

payments as (
  select * from {{ ref('int_payments') }}
),

-- to the minute, for decisions made on the day the money came
last_money as (
  select
    allocations.bill_id,
    max(payments.paid_at) as last_money_at
  from allocations
  inner join payments on allocations.payment_id = payments.payment_id
  group by allocations.bill_id
)

select
  bills.bill_id,
  bills.account_id,
  bills.contract_id,
  bills.customer_id,
  bills.opco_id,
  bills.currency_code,
  bills.due_on,
  bills.emi_amount,
  open_amounts.open_amount,
  settled.settled_on,
  last_money.last_money_at,
  -- a loan that ends takes its open instalments along, owed already or not
  case when settled.settled_on is null then bills.loan_ended_on end as removed_on
from bills
inner join open_amounts on bills.bill_id = open_amounts.bill_id
left join settled on bills.bill_id = settled.bill_id
left join last_money on bills.bill_id = last_money.bill_id
