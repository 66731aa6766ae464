-- Accounts from which an action was held out in the window after a month-end, and on which none of its kind was taken.
-- Grain: month_end, account_id, action_type.
with

actions as (
  select * from {{ ref('int_collection_actions') }}
),

effect_days as (
  select * from {{ ref('int_effect_days') }}
),

in_window as (
  select distinct
    effect_days.month_end,
    actions.account_id,
    actions.action_type,
    actions.is_held_out
  from actions
  inner join effect_days
    on
      actions.opco_id = effect_days.opco_id
      and actions.action_on = effect_days.window_day
),

-- arrangements and promises are made by the customer: they cannot be held out
withholdable_types as (
  select distinct action_type
  from actions
  where action_type not in ('arrangement_agreed', 'arrangement_broken', 'promise', 'other')
),

-- a row held out as `other` does not say what was planned: it stands for every type that can be held out
held_out as (
  select month_end, account_id, action_type from in_window where is_held_out
  union
  select
    in_window.month_end,
    in_window.account_id,
    withholdable_types.action_type
  from in_window
  cross join withholdable_types
  where in_window.is_held_out and in_window.action_type = 'other'
),

-- an account that had the action after all is no control for it; what else was done to it is part of its lot
done as (
  select * from in_window where not is_held_out
)

select
  held_out.month_end,
  held_out.account_id,
  held_out.action_type
from held_out
left join done
  on
    held_out.month_end = done.month_end
    and held_out.account_id = done.account_id
    and held_out.action_type = done.action_type
where done.account_id is null
