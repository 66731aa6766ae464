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
    pieces.free_on,
    pieces.amount
  from {{ ref('int_money_pieces') }} as pieces
  inner join routes
    on
      pieces.allocation_method = routes.allocation_method
      and pieces.account_id = routes.account_id
  where pieces.piece_type = 'free'
),

-- a payoff stands behind all that was owed by its day, and behind the other payoffs of that day; it is in nobody else's way
debits as (
  select
    debits.*,
    sum(case when debits.debit_type = 'payoff' then 0 else debits.amount end) over (
      partition by debits.allocation_method, debits.account_id order by debits.debit_number
    ) + sum(case when debits.debit_type = 'payoff' then debits.amount else 0 end) over (
      partition by debits.allocation_method, debits.account_id, debits.loan_ended_on order by debits.debit_number
    ) - debits.amount as amount_before
  from {{ ref('int_debit_amounts') }} as debits
  inner join routes
    on
      debits.allocation_method = routes.allocation_method
      and debits.account_id = routes.account_id
),

loan_ends as (
  select distinct
    allocation_method,
    account_id,
    loan_ended_on
  from debits
  where loan_ended_on is not null
),

money_at_ends as (
  select
    loan_ends.allocation_method,
    loan_ends.account_id,
    loan_ends.loan_ended_on,
    sum(money.amount) as money_at_end
  from loan_ends
  inner join money
    on
      loan_ends.allocation_method = money.allocation_method
      and loan_ends.account_id = money.account_id
      and loan_ends.loan_ended_on >= money.free_on
  group by loan_ends.allocation_method, loan_ends.account_id, loan_ends.loan_ended_on
),

-- a bill that leaves with its loan, and the payoff, hold what the money of that day has reached, behind all older debits
reached as (
  select
    debits.allocation_method,
    debits.account_id,
    debits.debit_number,
    case
      when debits.loan_ended_on is null then debits.amount
      else greatest(0, least(debits.amount, coalesce(money_at_ends.money_at_end, 0) - debits.amount_before))
    end as amount
  from debits
  left join money_at_ends
    on
      debits.allocation_method = money_at_ends.allocation_method
      and debits.account_id = money_at_ends.account_id
      and debits.loan_ended_on = money_at_ends.loan_ended_on
),

queue as (
  select * from reached where amount > 0
),

{{ fifo_ctes('money', 'amount', 'queue', 'amount', line=['allocation_method', 'account_id']) }}

select
  allocation_method,
  account_id,
  money_number as piece_number,
  debit_number,
  matched_amount
from fifo_matches
