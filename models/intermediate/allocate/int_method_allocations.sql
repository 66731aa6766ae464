-- Allocations by both methods, whatever the policy. Grain: allocation_method, account_id, money_number, debit_number, settled_on.
with

pieces as (
  select * from {{ ref('int_money_pieces') }}
),

debits as (
  select * from {{ ref('int_ledger_debits') }}
),

money as (
  select * from {{ ref('int_ledger_money') }}
),

routes as (
  select * from {{ ref('int_allocation_routes') }}
),

matches as (
  select * from {{ ref('int_queue_matches') }}
  union all
  select * from {{ ref('int_round_matches') }}
  union all
  -- money that waited for its bill, and money that has a bill of its own
  select
    pieces.allocation_method,
    pieces.account_id,
    pieces.piece_number,
    debits.debit_number,
    pieces.amount as matched_amount
  from pieces
  inner join debits on pieces.bill_id = debits.bill_id
  left join routes
    on
      pieces.allocation_method = routes.allocation_method
      and pieces.account_id = routes.account_id
  where pieces.piece_type = 'kept' or (pieces.piece_type = 'free' and routes.route = 'named')
),

-- money that came early waits for the debit, credit that was kept for another until it is free
dated as (
  select
    matches.allocation_method,
    matches.account_id,
    pieces.money_number,
    matches.debit_number,
    greatest(pieces.free_on, debits.ledger_on) as settled_on,
    cast(sum(matches.matched_amount) as {{ money_type() }}) as amount
  from matches
  inner join pieces
    on
      matches.allocation_method = pieces.allocation_method
      and matches.account_id = pieces.account_id
      and matches.piece_number = pieces.piece_number
  inner join debits
    on
      matches.account_id = debits.account_id
      and matches.debit_number = debits.debit_number
  group by
    matches.allocation_method,
    matches.account_id,
    pieces.money_number,
    matches.debit_number,
    greatest(pieces.free_on, debits.ledger_on)
)

select
  dated.allocation_method,
  dated.account_id,
  money.opco_id,
  dated.money_number,
  dated.debit_number,
  money.payment_id,
  money.credit_bill_id,
  money.money_on,
  debits.debit_type,
  debits.bill_id,
  debits.refund_id,
  dated.amount,
  dated.settled_on
from dated
inner join money
  on
    dated.account_id = money.account_id
    and dated.money_number = money.money_number
inner join debits
  on
    dated.account_id = debits.account_id
    and dated.debit_number = debits.debit_number
