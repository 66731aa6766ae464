-- The one bill that each piece of money may settle by open_item. Grain: account_id, money_number; money without one is absent.
with

money as (
  select * from {{ ref('int_ledger_money') }}
),

bills as (
  select * from {{ ref('int_ledger_bills') }} where bill_amount > 0
),

months as (
  select * from {{ ref('int_months') }}
),

-- a bill that is named takes the money, unless it has left the ledger with its loan before
named_targets as (
  select
    money.account_id,
    money.money_number,
    bills.bill_id
  from money
  inner join bills on money.named_bill_id = bills.bill_id
  where bills.loan_ended_on is null or money.money_on <= bills.loan_ended_on
),

-- months in which a bill's window may take unnamed money: bills meet money by account and month, not each with each
bill_months as (
  select
    bills.account_id,
    bills.bill_id,
    bills.due_on,
    bills.ledger_on,
    bills.loan_ended_on,
    bills.window_from,
    bills.window_to,
    months.month_index
  from bills
  inner join months
    on
      months.month_index >= {{ month_index('bills.window_from') }}
      and months.month_index <= {{ month_index('bills.window_to') }}
  where bills.is_in_ledger
),

unnamed_money as (
  select
    account_id,
    money_number,
    money_on,
    {{ month_index('money_on') }} as month_index
  from money
  where named_bill_id is null
),

-- of the bills in the ledger on its day, in whose window it falls, the nearest due; a tie goes to the earlier
nearest as (
  select
    unnamed_money.account_id,
    unnamed_money.money_number,
    bill_months.bill_id,
    row_number() over (
      partition by unnamed_money.account_id, unnamed_money.money_number
      order by
        abs({{ days_between('bill_months.due_on', 'unnamed_money.money_on') }}),
        bill_months.due_on,
        bill_months.ledger_on,
        bill_months.bill_id
    ) as nearness
  from unnamed_money
  inner join bill_months
    on
      unnamed_money.account_id = bill_months.account_id
      and unnamed_money.month_index = bill_months.month_index
  where
    unnamed_money.money_on >= bill_months.window_from
    and unnamed_money.money_on <= bill_months.window_to
    and unnamed_money.money_on >= bill_months.ledger_on
    and (bill_months.loan_ended_on is null or unnamed_money.money_on <= bill_months.loan_ended_on)
)

select * from named_targets
union all
select
  account_id,
  money_number,
  bill_id
from nearest
where nearness = 1
