-- Every change of an account's ledger balance. Grain: account_id, movement_on, movement_type.
-- Positive is owed more, negative owed less; summed up to a day they are the balance of that day.
with

debits as (
  select * from {{ ref('int_settled_debits') }}
),

money as (
  select * from {{ ref('int_ledger_money') }}
),

movements as (
  select
    account_id,
    ledger_on as movement_on,
    case when bill_id is null then 'refunded' else 'billed' end as movement_type,
    amount
  from debits
  union all
  -- what is open when a loan ends leaves the ledger that day
  select
    account_id,
    left_on as movement_on,
    'left_with_loan' as movement_type,
    -unsettled_amount as amount
  from debits
  where left_on is not null
  union all
  select
    account_id,
    money_on as movement_on,
    case money_type when 'credit_bill' then 'credited' when 'bonus' then 'bonus' else 'paid' end as movement_type,
    -amount as amount
  from money
)

select
  account_id,
  movement_on,
  movement_type,
  {{ month_index('movement_on') }} as month_index,
  cast(sum(amount) as decimal(18, 2)) as amount
from movements
group by account_id, movement_on, movement_type
