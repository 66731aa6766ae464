-- Money by open_item, cut into what its target takes and what stays free. Grain: account_id, money_number.
-- free_amount is free on free_on; reserved_amount is what a named bill takes that is not in the ledger yet.
with

money as (
  select * from {{ ref('int_ledger_money') }}
),

targets as (
  select * from {{ ref('int_open_item_targets') }}
),

bills as (
  select * from {{ ref('int_ledger_bills') }}
),

-- a bill takes money in its order until nothing is open
targeted as (
  select
    money.account_id,
    money.money_number,
    money.money_on,
    money.amount,
    bills.bill_id,
    bills.bill_amount,
    bills.ledger_on,
    bills.loan_ended_on,
    bills.is_void,
    bills.is_in_ledger,
    sum(money.amount) over (partition by bills.bill_id order by money.money_number) - money.amount as paid_before
  from money
  left join targets
    on
      money.account_id = targets.account_id
      and money.money_number = targets.money_number
  left join bills on targets.bill_id = bills.bill_id
),

taken as (
  select
    *,
    case
      when bill_id is null then 0
      else greatest(0, least(amount, bill_amount - paid_before))
    end as taken_amount
  from targeted
)

-- money reserved for an instalment that became void is free again from the end of the loan
select
  account_id,
  money_number,
  money_on,
  bill_id,
  cast(case when is_in_ledger then taken_amount else 0 end as decimal(18, 2)) as settled_amount,
  cast(case when not is_in_ledger and not is_void then taken_amount else 0 end as decimal(18, 2)) as reserved_amount,
  cast(case when is_void then taken_amount else 0 end as decimal(18, 2)) as released_amount,
  cast(amount - taken_amount as decimal(18, 2)) as free_amount,
  case when is_in_ledger then greatest(money_on, ledger_on) end as settled_on,
  case when is_void then greatest(money_on, loan_ended_on) end as released_on
from taken
