-- Every payment of an account with contracts belongs to exactly one of them; a payment that was taken back belongs to none.
with

payments as (
  {{ staged_kept_payments() }}
),

accounts_with_contracts as (
  select distinct account_id from {{ ref('chk_contracts') }}
),

-- money that came and stayed
expected as (
  select payments.*
  from payments
  inner join accounts_with_contracts on payments.account_id = accounts_with_contracts.account_id
  where payments.payment_type <> 'refund'
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
  (attributed.contracts is distinct from 1 or expected.amount is distinct from attributed.amount)
  and coalesce(expected.payment_id, attributed.payment_id) not in (select waiting.payment_id from waiting)
