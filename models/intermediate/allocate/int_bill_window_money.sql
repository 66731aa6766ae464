-- Money of the account that is dated in a bill's window, whatever it was meant for. Grain: bill_id, bills in the ledger.
-- Bonuses and negative bills are money too, refunds take it away. One payment may lie in the windows of several bills.
with

bills as (
  select * from {{ ref('int_ledger_bills') }} where is_in_ledger and bill_amount >= 0
),

money as (
  select * from {{ ref('int_ledger_money') }}
),

refunds as (
  select * from {{ ref('int_ledger_debits') }} where refund_id is not null
),

-- what the account had paid by the end of a window, less what it had paid before the window began
points as (
  select
    account_id,
    money_on as point_on,
    cast(null as {{ dbt.type_string() }}) as bill_id,
    0 as direction,
    amount
  from money
  union all
  select
    account_id,
    ledger_on as point_on,
    cast(null as {{ dbt.type_string() }}) as bill_id,
    0 as direction,
    -amount as amount
  from refunds
  union all
  select
    account_id,
    window_to as point_on,
    bill_id,
    1 as direction,
    cast(0 as {{ money_type() }}) as amount
  from bills
  union all
  select
    account_id,
    {{ add_days('window_from', -1) }} as point_on,
    bill_id,
    -1 as direction,
    cast(0 as {{ money_type() }}) as amount
  from bills
),

running as (
  select
    bill_id,
    direction,
    sum(amount) over (partition by account_id order by point_on) as paid_so_far
  from points
)

select
  bill_id,
  cast(sum(direction * paid_so_far) as {{ money_type() }}) as paid_in_window
from running
where bill_id is not null
group by bill_id
