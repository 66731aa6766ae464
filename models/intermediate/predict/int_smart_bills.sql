-- Instalments: bills of loan accounts with an amount, as they were agreed. Grain: bill_id.
-- What became of them is int_smart_instalments: who is looked at must not wait for what was paid.
with

bills as (
  select * from {{ ref('int_ledger_bills') }} where account_type = 'loan' and bill_amount > 0
),

accounts as (
  select * from {{ ref('int_accounts') }} where installed_on is not null
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
  bills.ledger_on,
  bills.due_on,
  bills.bill_amount as emi_amount,
  -- nobody could foresee an instalment before its account and loan existed
  greatest(accounts.installed_on, coalesce(contracts.fulfilled_on, accounts.installed_on)) as known_on,
  bills.loan_ended_on
from bills
inner join accounts on bills.account_id = accounts.account_id
inner join customers on accounts.customer_id = customers.customer_id
inner join opcos on customers.opco_id = opcos.opco_id and accounts.currency_code = opcos.currency_code
left join contracts on bills.contract_id = contracts.contract_id
