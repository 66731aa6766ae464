-- What takes away from what is owed on a contract, by day. Grain: contract_id, settled_on; negative where more was added.
-- Instalments and bonuses, less refunds of them, and the negative bills that name the contract.
with

payments as (
  select * from {{ ref('int_contract_payments') }} where payment_type in ('instalment', 'bonus', 'refund')
),

-- a credit note gives up a part of the debt from the day it enters the ledger
credit_bills as (
  select * from {{ ref('int_ledger_bills') }} where is_in_ledger and bill_amount < 0 and contract_id is not null
),

settlements as (
  select
    contract_id,
    paid_on as settled_on,
    amount,
    amount as paid_amount
  from payments
  union all
  select
    contract_id,
    ledger_on as settled_on,
    -bill_amount as amount,
    0 as paid_amount
  from credit_bills
)

select
  contract_id,
  settled_on,
  cast(sum(amount) as {{ money_type() }}) as amount,
  cast(sum(paid_amount) as {{ money_type() }}) as paid_amount
from settlements
group by contract_id, settled_on
