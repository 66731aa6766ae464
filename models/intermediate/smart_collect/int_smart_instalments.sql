-- Instalments: bills of loan accounts with an amount, and when each was settled or fell away. Grain: bill_id.
with

bills as (
  select * from {{ ref('stg_bills') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

customers as (
  select * from {{ ref('stg_customers') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

contracts as (
  select * from {{ ref('stg_contracts') }}
),

payments as (
  select * from {{ ref('int_payments') }}
),

-- a bank balance can only be held against an instalment in the same currency
instalments as (
  select
    bills.bill_id,
    bills.account_id,
    bills.contract_id,
    accounts.customer_id,
    accounts.opco_id,
    accounts.currency_code,
    accounts.timezone,
    bills.due_on,
    bills.bill_amount as emi_amount,
    greatest(accounts.installed_on, contracts.fulfilled_on) as known_on,
    case when contracts.ended_on <= {{ as_of_date() }} then contracts.ended_on end as removed_on
  from bills
  inner join accounts on bills.account_id = accounts.account_id
  inner join customers on accounts.customer_id = customers.customer_id
  inner join opcos on customers.opco_id = opcos.opco_id
  left join contracts on bills.contract_id = contracts.contract_id
  where
    accounts.account_type = 'loan'
    and accounts.currency_code = opcos.currency_code
    and bills.bill_amount > 0
    and accounts.installed_on is not null
),

owed as (
  select
    bill_id,
    account_id,
    sum(emi_amount) over (partition by account_id order by due_on, bill_id) as owed_amount
  from instalments
),

received as (
  select
    account_id,
    paid_on,
    sum(amount) over (partition by account_id order by paid_at, payment_id) as received_amount
  from payments
  where payment_type in ('instalment', 'bill', 'bonus') and not is_reversed
),

settled as (
  select
    owed.bill_id,
    min(received.paid_on) as settled_on
  from owed
  inner join received on owed.account_id = received.account_id and owed.owed_amount <= received.received_amount
  group by owed.bill_id
)

-- what was settled before the loan ended stays settled; the rest leaves with the loan
select
  instalments.*,
  case when settled.settled_on <= coalesce(instalments.removed_on, settled.settled_on) then settled.settled_on end as settled_on
from instalments
left join settled on instalments.bill_id = settled.bill_id
