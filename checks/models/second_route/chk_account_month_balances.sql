-- Balance of an account at a snapshot, from all its payments up to that day, for the second route of the glossary tests.
-- Grain: account_id, month_end.
with

contracts as (
  select * from {{ ref('chk_contracts') }}
),

contract_money as (
  select * from {{ ref('chk_contract_money') }}
),

months as (
  {{ glossary_months() }}
),

-- what each running contract owes at a snapshot: nothing before its start and from its end on
contract_balances as (
  select
    contracts.account_id,
    contracts.contract_id,
    months.month_end,
    contracts.financed_amount - contracts.opening_paid_amount - coalesce(sum(contract_money.amount), 0) as balance
  from contracts
  inner join months
    on
      contracts.runs_from <= months.snapshot_on
      and (contracts.ended_on is null or contracts.ended_on > months.snapshot_on)
  left join contract_money
    on contracts.contract_id = contract_money.contract_id and months.snapshot_on >= contract_money.paid_on
  where contracts.contract_type <> 'upfront' and contracts.account_type <> 'utility'
  group by contracts.account_id, contracts.contract_id, contracts.financed_amount, contracts.opening_paid_amount, months.month_end
),

-- a utility account owes what is open of its bills and of money paid back to it
debit_balances as (
  select
    debits.account_id,
    debits.debit_number,
    months.month_end,
    debits.amount - coalesce(sum(allocations.amount), 0) as balance
  from {{ ref('int_settled_debits') }} as debits
  inner join {{ ref('stg_accounts') }} as accounts on debits.account_id = accounts.account_id
  inner join months
    on debits.ledger_on <= months.snapshot_on and (debits.left_on is null or debits.left_on > months.snapshot_on)
  left join {{ ref('int_allocations') }} as allocations
    on
      debits.account_id = allocations.account_id
      and debits.debit_number = allocations.debit_number
      and months.snapshot_on >= allocations.settled_on
  where accounts.account_type = 'utility'
  group by debits.account_id, debits.debit_number, debits.amount, months.month_end
),

balances as (
  select account_id, month_end, balance from contract_balances
  union all
  select account_id, month_end, balance from debit_balances
)

select
  account_id,
  month_end,
  cast(sum(case when balance > 0 then balance else 0 end) as {{ money_type() }}) as balance
from balances
group by account_id, month_end
