-- Changes of the money in arrears of an opco, by day. Grain: opco_id, moved_on.
-- amount_due_days is amount x day number of its due day: with it the age of all debt on a day is one subtraction.
with

overdue as (
  select * from {{ ref('int_settled_debits') }} where bill_id is not null
),

allocations as (
  select * from {{ ref('int_allocations') }}
),

movements as (
  select
    opco_id,
    due_on,
    overdue_from as moved_on,
    amount
  from overdue
  union all
  -- money that came before the bill was overdue keeps it out of arrears from the start
  select
    overdue.opco_id,
    overdue.due_on,
    greatest(allocations.settled_on, overdue.overdue_from) as moved_on,
    -allocations.amount as amount
  from allocations
  inner join overdue
    on
      allocations.account_id = overdue.account_id
      and allocations.debit_number = overdue.debit_number
  union all
  -- what is open when its loan ends leaves that day
  select
    opco_id,
    due_on,
    greatest(left_on, overdue_from) as moved_on,
    -unsettled_amount as amount
  from overdue
  where left_on is not null
)

select
  opco_id,
  moved_on,
  cast(sum(amount) as {{ money_sum_type() }}) as amount,
  cast(sum(cast(amount as {{ money_sum_type() }}) * {{ day_number('due_on') }}) as {{ money_sum_type() }}) as amount_due_days
from movements
where moved_on <= {{ as_of_date() }}
group by opco_id, moved_on
