-- Evenings of PAYG accounts on which what is owed may have changed, and those before them: whether everything that is still owed
-- on an active contract is paid, for the second route of the glossary tests. Grain: account_id, day.
with

contracts as (
  select * from {{ ref('chk_contracts') }} where account_type = 'payg' and was_active
),

money as (
  select
    contracts.account_id,
    money.*
  from {{ ref('chk_contract_money') }} as money
  inner join contracts on money.contract_id = contracts.contract_id
),

changing as (
  select account_id, runs_from as day from contracts
  union
  select account_id, ended_on as day from contracts where ended_on is not null
  union
  select account_id, paid_on as day from money
),

evenings as (
  select account_id, day from changing
  union
  select account_id, {{ add_days('day', -1) }} as day from changing
),

debts as (
  select
    evenings.account_id,
    evenings.day,
    contracts.contract_id,
    contracts.financed_amount,
    contracts.financed_amount - contracts.opening_paid_amount - coalesce(sum(money.amount), 0) as debt
  from evenings
  inner join contracts
    on
      evenings.account_id = contracts.account_id
      and evenings.day >= contracts.runs_from
      and (contracts.ended_on is null or evenings.day < contracts.ended_on)
  left join money on contracts.contract_id = money.contract_id and evenings.day >= money.paid_on
  group by evenings.account_id, evenings.day, contracts.contract_id, contracts.financed_amount, contracts.opening_paid_amount
)

select
  evenings.account_id,
  evenings.day,
  count(debts.contract_id) > 0
  and sum(case when debts.financed_amount > 0 and debts.debt <= 0 then 0 else 1 end) = 0 as is_all_paid
from evenings
left join debts on evenings.account_id = debts.account_id and evenings.day = debts.day
group by evenings.account_id, evenings.day
