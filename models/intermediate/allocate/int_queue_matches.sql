-- Which money settles which debit where first money settles first debits. Grain: allocation_method, account_id,
-- piece_number, debit_number.
with

routes as (
  select * from {{ ref('int_allocation_routes') }} where route = 'queue'
),

money as (
  select
    pieces.allocation_method,
    pieces.account_id,
    pieces.piece_number as money_number,
    pieces.amount
  from {{ ref('int_money_pieces') }} as pieces
  inner join routes
    on
      pieces.allocation_method = routes.allocation_method
      and pieces.account_id = routes.account_id
  where pieces.piece_type in ('free', 'released')
),

queue as (
  select
    debits.allocation_method,
    debits.account_id,
    debits.debit_number,
    debits.amount
  from {{ ref('int_debit_amounts') }} as debits
  inner join routes
    on
      debits.allocation_method = routes.allocation_method
      and debits.account_id = routes.account_id
  where debits.amount > 0 and debits.debit_type <> 'payoff'
),

{{ fifo_ctes('money', 'amount', 'queue', 'amount', line=['allocation_method', 'account_id']) }}

select
  allocation_method,
  account_id,
  money_number as piece_number,
  debit_number,
  matched_amount
from fifo_matches
