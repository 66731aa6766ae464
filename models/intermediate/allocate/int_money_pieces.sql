-- Money by both methods, cut by what is known of it beforehand. Grain: allocation_method, account_id, money_number, piece_type.
-- free: settles from free_on on what it may, first the bill that it names. kept: waits for the named bill and settles it on
-- its ledger_on. reserved: the same, while that bill is yet to come. released: was kept for an instalment that became void.
with

money as (
  select * from {{ ref('int_ledger_money') }}
),

bills as (
  select * from {{ ref('int_ledger_bills') }} where bill_amount > 0
),

-- by balance_forward nothing is named but the bill that a negative one corrects
by_method as (
  select
    'balance_forward' as allocation_method,
    money.*,
    case when money.credit_bill_id is not null then money.named_bill_id end as wanted_bill_id
  from money
  union all
  select
    'open_item' as allocation_method,
    money.*,
    money.named_bill_id as wanted_bill_id
  from money
),

-- how the named bill stands when the money comes: yet to come, in the ledger, or gone with its loan
named as (
  select
    by_method.*,
    bills.bill_id,
    bills.bill_amount,
    bills.ledger_on,
    bills.loan_ended_on,
    bills.is_void,
    bills.is_in_ledger,
    coalesce(
      bills.ledger_on > by_method.money_on and (not bills.is_void or bills.loan_ended_on > by_method.money_on), false
    ) as waits,
    coalesce(
      bills.is_in_ledger
      and bills.ledger_on <= by_method.money_on
      and (bills.loan_ended_on is null or bills.loan_ended_on >= by_method.money_on), false
    ) as is_wanted_now
  from by_method
  left join bills
    on
      by_method.account_id = bills.account_id
      and by_method.wanted_bill_id = bills.bill_id
),

-- money waits for a bill until its whole amount is there
waiting as (
  select
    *,
    case
      when waits
        then greatest(
            0, least(amount, bill_amount - (sum(amount) over (partition by allocation_method, bill_id, waits order by money_number) - amount))
          )
      else 0
    end as waiting_amount
  from named
),

pieces as (
  select
    allocation_method,
    account_id,
    opco_id,
    money_number,
    case when is_void then 'released' when is_in_ledger then 'kept' else 'reserved' end as piece_type,
    bill_id,
    contract_id,
    case when is_void then loan_ended_on else ledger_on end as free_on,
    waiting_amount as amount
  from waiting
  where waiting_amount > 0
  union all
  select
    allocation_method,
    account_id,
    opco_id,
    money_number,
    'free' as piece_type,
    case when is_wanted_now then bill_id end as bill_id,
    contract_id,
    money_on as free_on,
    amount - waiting_amount as amount
  from waiting
  where amount > waiting_amount
)

-- whenever it becomes free, credit keeps the order in which it came; contracts matter to open_item alone, and not to credit
-- that waited for a bill
select
  allocation_method,
  account_id,
  opco_id,
  money_number,
  piece_type,
  case when piece_type <> 'released' then bill_id end as bill_id,
  case when allocation_method = 'open_item' and piece_type <> 'released' then contract_id end as contract_id,
  free_on,
  cast(amount as {{ money_type() }}) as amount,
  row_number() over (
    partition by allocation_method, account_id
    order by money_number, piece_type
  ) as piece_number
from pieces
