-- Instalments: bills of loan accounts with an amount, and when each was settled or fell away. Grain: bill_id.
with

bills as (
  select * from {{ ref('int_ledger_bills') }} where account_type = 'loan' and bill_amount > 0
),

-- settled by the account's money, by the opco's method of allocation
settled as (
  select * from {{ ref('int_settled_debits') }} where bill_id is not null
),

allocations as (
  select * from {{ ref('int_allocations') }} where bill_id is not null
),

prepaid_amounts as (
  select * from {{ ref('int_smart_prepaid_amounts') }}
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
)

-- a bank balance can only be held against an instalment in the same currency
select
  bills.bill_id,
  bills.account_id,
  bills.contract_id,
  accounts.customer_id,
  accounts.opco_id,
  accounts.currency_code,
  bills.due_on,
  bills.bill_amount as emi_amount,
  -- what is still to come: neither allocated to it nor waiting for it
  cast(
    bills.bill_amount - coalesce(settled.allocated_amount, 0) - coalesce(prepaid_amounts.prepaid_amount, 0) as decimal(18, 2)
  ) as open_amount,
  -- nobody could foresee an instalment before its account and loan existed
  greatest(accounts.installed_on, coalesce(contracts.fulfilled_on, accounts.installed_on)) as known_on,
  settled.settled_on,
  last_money.last_money_at,
  -- a loan that ends takes its open instalments along, owed already or not
  case when settled.settled_on is null then bills.loan_ended_on end as removed_on
from bills
inner join accounts on bills.account_id = accounts.account_id
inner join customers on accounts.customer_id = customers.customer_id
inner join opcos on customers.opco_id = opcos.opco_id
left join settled on bills.bill_id = settled.bill_id
left join prepaid_amounts on bills.bill_id = prepaid_amounts.bill_id
left join last_money on bills.bill_id = last_money.bill_id
left join contracts on bills.contract_id = contracts.contract_id
where
  accounts.installed_on is not null
  and accounts.currency_code = opcos.currency_code
