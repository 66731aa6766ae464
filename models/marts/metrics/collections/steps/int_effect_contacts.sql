-- What was done on an account in the window after a month-end. Grain: month_end, account_id.
with

actions as (
  select * from {{ ref('int_collection_actions') }} where not is_held_out
),

effect_days as (
  select * from {{ ref('int_effect_days') }}
),

-- the first action decides what the account was treated with
ranked as (
  select
    effect_days.month_end,
    actions.account_id,
    actions.action_type,
    actions.cost,
    row_number() over (
      partition by effect_days.month_end, actions.account_id
      order by actions.action_at, actions.action_id
    ) as action_rank
  from actions
  inner join effect_days
    on
      actions.opco_id = effect_days.opco_id
      and actions.action_on = effect_days.window_day
)

-- follow-ups belong to the treatment, so their cost does too
select
  month_end,
  account_id,
  min(case when action_rank = 1 then action_type end) as treated_with,
  coalesce(sum(cost), 0) as cost,
  sum(case when cost is null then 1 else 0 end) as actions_without_cost
from ranked
group by month_end, account_id
