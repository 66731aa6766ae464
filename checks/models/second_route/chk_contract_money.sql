-- What is paid on, paid back from and credited to each contract, for the second route of the glossary tests. Grain: one row per
-- payment or credit note that counts. Money that names no contract is placed by the least or greatest "start / contract".
with

contracts as (
  select
    *,
    cast(starts_on as {{ dbt.type_string() }}) || ' / ' || contract_id as start_key
  from {{ ref('chk_contracts') }}
),

kept_payments as (
  {{ staged_kept_payments() }}
),

-- what the cashier calls a bill is an instalment of a contract
payments as (
  select
    payment_id,
    account_id,
    contract_id,
    paid_on,
    case payment_type when 'bill' then 'instalment' else payment_type end as money_type,
    amount
  from kept_payments
  where payment_type in ('instalment', 'bill', 'bonus', 'refund')
),

-- the oldest contract active that day, else the one started last before it, else the first
placed as (
  select
    payments.payment_id,
    coalesce(
      min(
        case
          when contracts.was_active and contracts.runs_from <= payments.paid_on
            and (contracts.ended_on is null or contracts.ended_on > payments.paid_on)
            then contracts.start_key
        end
      ),
      max(case when contracts.starts_on <= payments.paid_on then contracts.start_key end),
      min(contracts.start_key)
    ) as start_key
  from payments
  inner join contracts on payments.account_id = contracts.account_id
  where payments.contract_id is null
  group by payments.payment_id
)

-- what was paid before the books were taken over is told by the opening
select
  contracts.contract_id,
  payments.paid_on,
  payments.money_type,
  payments.amount
from payments
left join placed on payments.payment_id = placed.payment_id
inner join contracts
  on
    payments.account_id = contracts.account_id
    and (payments.contract_id = contracts.contract_id or placed.start_key = contracts.start_key)
where coalesce(payments.paid_on >= contracts.opens_on, true)
union all
select
  contracts.contract_id,
  debits.ledger_on as paid_on,
  'credit' as money_type,
  -debits.bill_amount as amount
from {{ ref('int_ledger_bills') }} as debits
inner join contracts on debits.contract_id = contracts.contract_id
where debits.bill_amount < 0 and debits.account_type = 'loan' and debits.is_in_ledger
