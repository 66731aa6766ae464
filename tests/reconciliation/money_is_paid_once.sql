-- Every payment of an account with contracts belongs to exactly one of them, with what of it stayed; a payment that was taken back
-- and its reversal belong to none. What came before a contract's books were taken over may be told by its opening.
with

payments as (
  {{ staged_kept_payments() }}
),

accounts_with_contracts as (
  select
    account_id,
    max(opens_on) as last_opens_on
  from {{ ref('chk_contracts') }}
  group by account_id
),

-- money that came and stayed
expected as (
  select
    payments.payment_id,
    payments.amount,
    coalesce(payments.paid_on < accounts_with_contracts.last_opens_on, false) as may_be_in_opening
  from payments
  inner join accounts_with_contracts on payments.account_id = accounts_with_contracts.account_id
),

-- a payment that names a contract which has not started waits for it
waiting as (
  select payments.payment_id
  from payments
  left join {{ ref('chk_contracts') }} as contracts on payments.contract_id = contracts.contract_id
  where payments.contract_id is not null and contracts.contract_id is null
),

attributed as (
  select
    payment_id,
    count(*) as contracts,
    sum(amount) as amount
  from {{ ref('int_contract_payments') }}
  where payment_id not in (select waiting.payment_id from waiting)
  group by payment_id
)

select
  coalesce(expected.payment_id, attributed.payment_id) as payment_id,
  expected.amount,
  attributed.amount as attributed_amount,
  attributed.contracts
from expected
full outer join attributed on expected.payment_id = attributed.payment_id
where
  not (coalesce(expected.may_be_in_opening, false) and attributed.payment_id is null)
  and (attributed.contracts is distinct from 1 or expected.amount is distinct from attributed.amount)
  and coalesce(expected.payment_id, attributed.payment_id) not in (select waiting.payment_id from waiting)
