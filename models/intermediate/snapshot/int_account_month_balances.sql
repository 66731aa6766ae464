-- Outstanding balance of each account at each month's snapshot. Grain: account_id, month_end.
-- PAYG and loan accounts owe on their contracts, utility accounts on their bills.
with

states as (
  select * from {{ ref('int_account_month_states') }}
),

contract_balances as (
  select * from {{ ref('int_contract_balances') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

receivables as (
  select * from {{ ref('int_receivables_months') }}
),

changes as (
  select
    account_id,
    month_index,
    sum(balance_change) as balance_change
  from contract_balances
  group by account_id, month_index
),

contract_totals as (
  select
    states.account_id,
    states.month_end,
    sum(coalesce(changes.balance_change, 0)) over (partition by states.account_id order by states.month_index) as balance
  from states
  left join changes
    on
      states.account_id = changes.account_id
      and states.month_index = changes.month_index
)

select
  contract_totals.account_id,
  contract_totals.month_end,
  cast(
    case
      when accounts.account_type = 'utility' then coalesce(receivables.gross_receivables, 0)
      else contract_totals.balance
    end as {{ money_type() }}
  ) as outstanding_balance
from contract_totals
inner join accounts on contract_totals.account_id = accounts.account_id
left join receivables
  on
    contract_totals.account_id = receivables.account_id
    and contract_totals.month_end = receivables.month_end
