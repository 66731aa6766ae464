-- Allocations by open_item: money settles its one target; what stays free pays for refunds, first come, first served.
-- Grain: account_id, money_number, debit_number, settled_on.
with

money as (
  select * from {{ ref('int_ledger_money') }}
),

debits as (
  select * from {{ ref('int_ledger_debits') }}
),

pieces as (
  select * from {{ ref('int_open_item_pieces') }}
),

refunds as (
  select * from debits where refund_id is not null
),

-- unapplied credit in the order in which it became free
free_pieces as (
  select
    account_id,
    money_number as source_number,
    money_on as free_on,
    free_amount
  from pieces
  where free_amount > 0
  union all
  select
    account_id,
    money_number as source_number,
    released_on as free_on,
    released_amount as free_amount
  from pieces
  where released_amount > 0
),

free_money as (
  select
    free_pieces.account_id,
    free_pieces.source_number,
    free_pieces.free_on,
    free_pieces.free_amount,
    row_number() over (
      partition by free_pieces.account_id
      order by free_pieces.free_on, free_pieces.source_number, free_pieces.free_amount
    ) as money_number
  from free_pieces
  inner join (select distinct account_id from refunds) as refunded_accounts
    on free_pieces.account_id = refunded_accounts.account_id
),

{{ fifo_ctes('free_money', 'free_amount', 'refunds', 'amount') }},

refund_allocations as (
  select
    free_money.account_id,
    free_money.source_number as money_number,
    refunds.debit_number,
    cast(sum(fifo_matches.matched_amount) as decimal(18, 2)) as amount,
    greatest(free_money.free_on, refunds.ledger_on) as settled_on
  from fifo_matches
  inner join free_money
    on
      fifo_matches.account_id = free_money.account_id
      and fifo_matches.money_number = free_money.money_number
  inner join refunds
    on
      fifo_matches.account_id = refunds.account_id
      and fifo_matches.debit_number = refunds.debit_number
  group by
    free_money.account_id,
    free_money.source_number,
    refunds.debit_number,
    greatest(free_money.free_on, refunds.ledger_on)
),

allocations as (
  select
    pieces.account_id,
    pieces.money_number,
    debits.debit_number,
    pieces.settled_amount as amount,
    pieces.settled_on
  from pieces
  inner join debits on pieces.bill_id = debits.bill_id
  where pieces.settled_amount > 0
  union all
  select * from refund_allocations
)

select
  allocations.account_id,
  money.opco_id,
  allocations.money_number,
  allocations.debit_number,
  money.payment_id,
  money.credit_bill_id,
  debits.bill_id,
  debits.refund_id,
  allocations.amount,
  allocations.settled_on
from allocations
inner join money
  on
    allocations.account_id = money.account_id
    and allocations.money_number = money.money_number
inner join debits
  on
    allocations.account_id = debits.account_id
    and allocations.debit_number = debits.debit_number
