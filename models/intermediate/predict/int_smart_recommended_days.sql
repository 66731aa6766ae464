-- The day that suits a collection ahead best: its own, unless the optimal window betters its status. Grain: bill_id.
with

schedule as (
  select * from {{ ref('int_smart_schedule') }}
),

windows as (
  select * from {{ ref('int_smart_windows') }}
),

predictions as (
  select * from {{ ref('int_smart_predictions') }}
),

-- S13: who can pay on the due day is not moved; nobody is moved for a day that is no better
judged as (
  select
    schedule.bill_id,
    schedule.unmoved_on,
    windows.first_day_ahead_on,
    unmoved.status as unmoved_status,
    unmoved.status_order as unmoved_order,
    moved.status_order as moved_order
  from schedule
  inner join predictions as unmoved
    on
      schedule.cutoff_on = unmoved.cutoff_on
      and schedule.bill_id = unmoved.bill_id
      and schedule.unmoved_on = unmoved.predicted_for
  left join windows on schedule.bill_id = windows.bill_id
  left join predictions as moved
    on
      schedule.cutoff_on = moved.cutoff_on
      and schedule.bill_id = moved.bill_id
      and windows.first_day_ahead_on = moved.predicted_for
)

select
  bill_id,
  case
    when unmoved_status not in ('optimal_window', 'scheduled') and moved_order < unmoved_order then first_day_ahead_on
    else unmoved_on
  end as recommended_on
from judged
