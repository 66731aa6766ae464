-- Accounts, contracts and bills that are legal and still leave a figure wrong or empty. Grain: code, table_name, row_key.
with

accounts as (
  select * from {{ ref('stg_accounts') }}
),

contracts as (
  select * from {{ ref('stg_contracts') }}
),

bills as (
  select
    bills.*,
    accounts.opco_id,
    accounts.account_type
  from {{ ref('stg_bills') }} as bills
  inner join accounts on bills.account_id = accounts.account_id
),

-- what was paid off each contract by as_of_date
paid as (
  select
    contract_id,
    sum(amount) as amount
  from {{ ref('int_contract_payments') }}
  where payment_type in ('instalment', 'bill', 'bonus')
  group by contract_id
),

-- credit notes correct bills, and opening balances stand for older ones
billed as (
  select
    contract_id,
    sum(bill_amount) as amount
  from bills
  where contract_id is not null
  group by contract_id
),

loan_bills as (
  select
    contracts.contract_id,
    accounts.opco_id,
    billed.amount - contracts.financed_amount as difference
  from contracts
  inner join accounts on contracts.account_id = accounts.account_id
  inner join billed on contracts.contract_id = billed.contract_id
  where
    contracts.contract_type = 'loan'
    and contracts.financed_amount > 0
    and contracts.ended_on is null
    and contracts.opening_on is null
),

found as (
  select
    'account_not_installed' as code,
    'accounts' as table_name,
    opco_id,
    account_id as row_key
  from accounts
  where installed_on is null
  union all
  select
    'loan_account_without_contract' as code,
    'accounts' as table_name,
    accounts.opco_id,
    accounts.account_id as row_key
  from accounts
  left join contracts on accounts.account_id = contracts.account_id
  where accounts.account_type = 'loan' and contracts.account_id is null
  union all
  select
    'bill_on_payg_account' as code,
    'bills' as table_name,
    opco_id,
    bill_id as row_key
  from bills
  where account_type = 'payg'
  union all
  select
    'bill_dated_after_as_of' as code,
    'bills' as table_name,
    opco_id,
    bill_id as row_key
  from bills
  where issued_on > {{ as_of_date() }}
  union all
  select
    'paid_in_full_not_ended' as code,
    'contracts' as table_name,
    accounts.opco_id,
    contracts.contract_id as row_key
  from contracts
  inner join accounts on contracts.account_id = accounts.account_id
  inner join paid on contracts.contract_id = paid.contract_id
  where
    contracts.contract_type = 'payg'
    and contracts.financed_amount > 0
    and (contracts.ended_on is null or contracts.ended_on > {{ as_of_date() }})
    and paid.amount + coalesce(contracts.opening_paid_amount, 0) >= contracts.financed_amount
  union all
  select
    case when difference > 0 then 'loan_bills_above_financed' else 'loan_bills_below_financed' end as code,
    'contracts' as table_name,
    opco_id,
    contract_id as row_key
  from loan_bills
  where difference <> 0
)

select
  code,
  table_name,
  opco_id,
  row_key,
  cast(null as {{ dbt.type_string() }}) as detail
from found
