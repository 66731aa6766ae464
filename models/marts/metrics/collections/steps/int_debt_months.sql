-- Money in arrears and its age at each month's snapshot. Grain: month_end, opco_id.
with

months as (
  select * from {{ ref('int_collection_months') }}
),

movements as (
  select * from {{ ref('int_debt_movements') }}
)

-- an amount that fell due on day a is d - a days old on day d
select
  months.month_end,
  months.opco_id,
  sum(movements.amount) as arrears,
  sum(movements.amount * {{ day_number('months.snapshot_on') }} - movements.amount_due_days) as arrears_days
from months
inner join movements
  on
    months.opco_id = movements.opco_id
    and months.snapshot_on >= movements.moved_on
group by months.month_end, months.opco_id
