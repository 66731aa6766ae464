-- The days of the attribution window after each month-end. Grain: opco_id, month_end, window_day.
-- Each day is judged by the policy in force on it. Only windows that are over by as_of_date: an open one would count
-- accounts that still have time to pay.
with

months as (
  select * from {{ ref('int_collection_months') }} where is_month_closed
),

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
),

-- the policy of as_of_date says how long the windows that began last still run
running as (
  select * from policy_periods where valid_from <= {{ as_of_date() }} and valid_to > {{ as_of_date() }}
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
inner join running on months.opco_id = running.opco_id
inner join days
  on
    months.opco_id = days.opco_id
    and months.month_end < days.window_day
inner join policy_periods
  on
    days.opco_id = policy_periods.opco_id
    and days.window_day >= policy_periods.valid_from
    and days.window_day < policy_periods.valid_to
    and {{ add_days('months.month_end', 'policy_periods.attribution_window_days') }} >= days.window_day
where {{ add_days('months.month_end', 'running.attribution_window_days') }} <= {{ as_of_date() }}
