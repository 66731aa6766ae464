-- One line per account for the customer desk. Grain: account_id. No phone and no e-mail; names are masked.
with

accounts as (
  select * from {{ ref('int_accounts') }}
),

customers as (
  select * from {{ ref('stg_customers') }}
),

contracts as (
  select * from {{ ref('dim_contracts') }} where start_on is not null
),

current_states as (
  select * from {{ ref('dim_accounts') }}
),

-- the downpayment belongs to the first contract, the end date to the last
contract_order as (
  select
    *,
    row_number() over (partition by account_id order by start_on, contract_id) as from_first,
    row_number() over (partition by account_id order by start_on desc, contract_id desc) as from_last
  from contracts
),

firsts as (
  select * from contract_order where from_first = 1
),

lasts as (
  select * from contract_order where from_last = 1
)

select
  accounts.account_id,
  accounts.opco_id,
  accounts.customer_id,
  {{ personal('customers.customer_name', 'customer_name') }} as customer_name,
  customers.customer_status,
  accounts.territory,
  current_states.portfolio_category,
  firsts.downpayment_amount as downpayment,
  firsts.downpayment_paid_on as downpayment_date,
  lasts.ended_on as end_date,
  {{ personal('accounts.sign_up_agent_name', 'sign_up_sales_agent') }} as sign_up_sales_agent,
  accounts.sign_up_agent_code as sign_up_sales_agent_code,
  {{ personal('accounts.install_technician_name', 'install_technician') }} as install_technician,
  accounts.install_technician_code,
  {{ personal('accounts.upgrade_technician_name', 'upgrade_technician') }} as upgrade_technician,
  accounts.upgrade_technician_code
from accounts
inner join customers on accounts.customer_id = customers.customer_id
inner join current_states on accounts.account_id = current_states.account_id
left join firsts on accounts.account_id = firsts.account_id
left join lasts on accounts.account_id = lasts.account_id
