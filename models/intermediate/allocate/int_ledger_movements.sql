-- Every change of an account's ledger balance, and recoveries, which change none. Grain: account_id, movement_on, movement_type.
-- Positive is owed more, negative owed less; summed up to a day, without recoveries, they are the balance of that day.
with

debits as (
  select * from {{ ref('int_settled_debits') }}
),

money as (
  select * from {{ ref('int_ledger_money') }}
),

payoffs as (
  select * from {{ ref('int_allocations') }} where debit_type = 'payoff'
),

recoveries as (
  select * from {{ ref('int_ledger_payments') }} where ledger_role = 'recovery' and account_type <> 'payg'
),

movements as (
  select
    account_id,
    ledger_on as movement_on,
    case when debit_type = 'refund' then 'refunded' when is_opening then 'brought_forward' else 'billed' end as movement_type,
    amount
  from debits
  union all
  -- B14: what is open when a loan ends leaves the ledger that day, named after the end
  select
    account_id,
    left_on as movement_on,
    {{ leaving_movement('loan_end_reason') }} as movement_type,
    -unsettled_amount as amount
  from debits
  where left_on is not null
  union all
  -- credit that leaves with a completed loan is owed to nobody
  select
    account_id,
    settled_on as movement_on,
    'paid_off' as movement_type,
    amount
  from payoffs
  union all
  select
    account_id,
    money_on as movement_on,
    case money_type when 'credit_bill' then 'credited' when 'bonus' then 'bonus' else 'paid' end as movement_type,
    -amount as amount
  from money
  union all
  select
    account_id,
    paid_on as movement_on,
    'recoveries' as movement_type,
    amount
  from recoveries
)

select
  account_id,
  movement_on,
  movement_type,
  {{ month_index('movement_on') }} as month_index,
  cast(sum(amount) as {{ money_type() }}) as amount
from movements
group by account_id, movement_on, movement_type
