-- Collection actions that exist on as_of_date, with their opco, the policy of their day and what their outcome implies.
-- Grain: action_id.
with

actions as (
  select * from {{ ref('stg_actions') }} where action_on <= {{ as_of_date() }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
),

outcomes as (
  select * from {{ ref('action_outcomes') }}
),

-- a held-out action was planned for the control group and never carried out: it is no contact.
-- An arrangement cannot be held out: the customer made or broke it, whatever group the account is in.
described as (
  select
    actions.*,
    accounts.customer_id,
    accounts.opco_id,
    accounts.currency_code,
    policy_periods.valid_from as policy_valid_from,
    policy_periods.attribution_window_days,
    policy_periods.promise_grace_days,
    coalesce(actions.is_holdout, false) and actions.action_type not in ('arrangement_agreed', 'arrangement_broken') as is_held_out,
    actions.action_type = 'call' and not coalesce(actions.is_holdout, false) as is_outbound_call,
    coalesce(outcomes.is_connected, false) as has_connected_outcome,
    coalesce(outcomes.is_right_party, false) as has_right_party_outcome,
    coalesce(outcomes.is_promise, false) or actions.action_type = 'promise' as has_promise_outcome
  from actions
  inner join accounts on actions.account_id = accounts.account_id
  inner join policy_periods
    on
      accounts.opco_id = policy_periods.opco_id
      and actions.action_on >= policy_periods.valid_from
      and actions.action_on < policy_periods.valid_to
  left join outcomes on actions.new_status = outcomes.new_status
)

select
  action_id,
  account_id,
  customer_id,
  opco_id,
  currency_code,
  bill_id,
  action_at,
  action_on,
  {{ month_end_of('action_on') }} as month_end,
  action_type,
  action_name,
  agent_id,
  script_id,
  previous_status,
  new_status,
  promised_amount,
  promised_for,
  cost,
  policy_valid_from,
  attribution_window_days,
  promise_grace_days,
  is_held_out,
  is_outbound_call,
  is_outbound_call and has_connected_outcome as is_connected_call,
  is_outbound_call and has_right_party_outcome as is_right_party_call,
  -- a promise without an amount or a date binds nobody
  not is_held_out and has_promise_outcome and coalesce(promised_amount, 0) > 0 and promised_for is not null as is_promise
from described
