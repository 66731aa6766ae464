-- On as_of_date the contracts of a PAYG or loan account owe what the account owes; nobody owes less than nothing.
with

accounts as (
  select * from {{ ref('stg_accounts') }} where account_type <> 'utility' and installed_on <= {{ as_of_date() }}
),

contracts as (
  select
    account_id,
    sum(outstanding_balance) as balance
  from {{ ref('dim_contracts') }}
  group by account_id
),

account_months as (
  select
    account_id,
    sum(case when snapshot_on = {{ as_of_date() }} then outstanding_balance else 0 end) as balance,
    min(outstanding_balance) as least_balance
  from {{ ref('fct_account_months') }}
  group by account_id
)

select
  accounts.account_id,
  contracts.balance as contract_balance,
  account_months.balance as account_balance
from accounts
left join contracts on accounts.account_id = contracts.account_id
left join account_months on accounts.account_id = account_months.account_id
where
  account_months.balance is distinct from coalesce(contracts.balance, 0)
  or account_months.least_balance < 0
