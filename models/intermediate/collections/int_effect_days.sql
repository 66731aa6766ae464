-- The days of the attribution window after each month-end. Grain: opco_id, month_end, window_day.
-- Only windows that are over by as_of_date: an open one would count accounts that still have time to pay.
with

months as (
  select * from {{ ref('int_collection_months') }} where is_month_closed
),

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
),

days as (
  select opco_id, action_on as window_day from {{ ref('int_collection_actions') }}
  union
  select opco_id, paid_on as window_day from {{ ref('int_collected_payments') }}
)

select
  months.opco_id,
  months.month_end,
  days.window_day
from months
inner join policy_periods
  on
    months.opco_id = policy_periods.opco_id
    and months.month_end >= policy_periods.valid_from
    and months.month_end < policy_periods.valid_to
inner join days
  on
    months.opco_id = days.opco_id
    and months.month_end < days.window_day
    and {{ add_days('months.month_end', 'policy_periods.attribution_window_days') }} >= days.window_day
where {{ add_days('months.month_end', 'policy_periods.attribution_window_days') }} <= {{ as_of_date() }}
