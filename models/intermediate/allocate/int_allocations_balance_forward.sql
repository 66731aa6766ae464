-- Allocations by balance_forward: money in its order settles debits in theirs, whatever it names.
-- Grain: account_id, money_number, debit_number.
with

money as (
  select * from {{ ref('int_ledger_money') }}
),

debits as (
  select * from {{ ref('int_ledger_debits') }}
),

-- a bill that left with its loan only holds what it was paid until then
queue as (
  select * from {{ ref('int_ledger_queue') }} where queue_amount > 0
),

{{ fifo_ctes('money', 'amount', 'queue', 'queue_amount') }}

-- money that came early waits for the debit
select
  fifo_matches.account_id,
  money.opco_id,
  fifo_matches.money_number,
  fifo_matches.debit_number,
  money.payment_id,
  money.credit_bill_id,
  debits.bill_id,
  debits.refund_id,
  fifo_matches.matched_amount as amount,
  greatest(money.money_on, debits.ledger_on) as settled_on
from fifo_matches
inner join money
  on
    fifo_matches.account_id = money.account_id
    and fifo_matches.money_number = money.money_number
inner join debits
  on
    fifo_matches.account_id = debits.account_id
    and fifo_matches.debit_number = debits.debit_number
