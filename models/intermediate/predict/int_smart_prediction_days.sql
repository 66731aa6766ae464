-- Which collection is predicted for which day, as seen from which cut-off. Grain: cutoff_on, bill_id, predicted_for.
with

schedule as (
  select * from {{ ref('int_smart_schedule') }}
),

windows as (
  select * from {{ ref('int_smart_windows') }}
),

open_amounts as (
  select * from {{ ref('int_smart_open_amounts') }} where not is_live
)

select
  cutoff_on,
  bill_id,
  customer_id,
  open_amount,
  scheduled_on as predicted_for
from schedule
union
-- the day that stays unless another is better
select
  cutoff_on,
  bill_id,
  customer_id,
  open_amount,
  unmoved_on as predicted_for
from schedule
union
-- what a move to the optimal window would change
select
  schedule.cutoff_on,
  schedule.bill_id,
  schedule.customer_id,
  schedule.open_amount,
  windows.first_day_ahead_on as predicted_for
from schedule
inner join windows on schedule.bill_id = windows.bill_id
union
-- the back-test: what was still open at a past month-end, on its due day
select
  cutoff_on,
  bill_id,
  customer_id,
  open_amount,
  due_on as predicted_for
from open_amounts
where open_amount > 0
