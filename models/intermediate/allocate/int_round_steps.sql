-- What happens on an account whose money goes round by round, in order. Grain: allocation_method, account_id, step_number,
-- item_type, item_number. On one day debits enter (by open_item refunds first), credit kept for instalments that become void
-- is free, money comes piece by piece, the bills of ended loans leave, and a payoff takes what credit it can.
with

routes as (
  select * from {{ ref('int_allocation_routes') }} where route = 'rounds'
),

pieces as (
  select * from {{ ref('int_money_pieces') }} where piece_type in ('free', 'released')
),

debits as (
  select * from {{ ref('int_debit_amounts') }} where amount > 0
),

wanted as (
  select
    pieces.*,
    debits.debit_number as wanted_number
  from pieces
  left join debits
    on
      pieces.allocation_method = debits.allocation_method
      and pieces.account_id = debits.account_id
      and pieces.bill_id = debits.bill_id
),

steps as (
  select
    allocation_method,
    account_id,
    ledger_on as step_on,
    case
      when debit_type = 'payoff' then 5
      when debit_type = 'refund' and allocation_method = 'open_item' then 0
      else 1
    end as order_in_day,
    cast(0 as bigint) as order_of_money,
    'debit' as item_type,
    debit_number as item_number,
    cast(null as bigint) as wanted_number,
    contract_id,
    amount
  from debits
  union all
  select
    allocation_method,
    account_id,
    free_on as step_on,
    case when piece_type = 'released' then 2 else 3 end as order_in_day,
    case when piece_type = 'released' then 0 else piece_number end as order_of_money,
    'money' as item_type,
    piece_number as item_number,
    wanted_number,
    contract_id,
    amount
  from wanted
  union all
  select
    allocation_method,
    account_id,
    loan_ended_on as step_on,
    case when debit_type = 'payoff' then 6 else 4 end as order_in_day,
    cast(0 as bigint) as order_of_money,
    'leave' as item_type,
    debit_number as item_number,
    cast(null as bigint) as wanted_number,
    contract_id,
    amount
  from debits
  where loan_ended_on is not null
)

select
  steps.allocation_method,
  steps.account_id,
  dense_rank() over (
    partition by steps.allocation_method, steps.account_id
    order by steps.step_on, steps.order_in_day, steps.order_of_money
  ) as step_number,
  steps.item_type,
  steps.item_number,
  steps.wanted_number,
  steps.contract_id,
  steps.amount
from steps
inner join routes
  on
    steps.allocation_method = routes.allocation_method
    and steps.account_id = routes.account_id
