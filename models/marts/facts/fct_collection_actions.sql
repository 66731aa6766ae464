-- Collection actions with what their outcome implies and the money that followed. Grain: action_id.
with

actions as (
  select * from {{ ref('int_collection_actions') }}
),

attributions as (
  select * from {{ ref('int_payment_attributions') }}
),

promises as (
  select * from {{ ref('fct_promises') }}
),

-- money goes to the last contact with an agent, each payment once
revenue as (
  select
    action_id,
    cast(sum(amount) as {{ money_sum_type() }}) as attributed_amount,
    count(*) as attributed_payments_count
  from attributions
  where action_id is not null
  group by action_id
)

select
  actions.action_id,
  actions.account_id,
  actions.customer_id,
  actions.opco_id,
  actions.currency_code,
  actions.bill_id,
  actions.action_at,
  actions.action_on,
  actions.month_end,
  actions.action_type,
  actions.action_name,
  actions.agent_id,
  actions.script_id,
  actions.previous_status,
  actions.new_status,
  cast(actions.cost as {{ money_type() }}) as cost,
  actions.is_held_out,
  actions.is_outbound_call,
  actions.is_connected_call,
  actions.is_right_party_call,
  actions.is_promise,
  promises.promise_status,
  actions.attribution_window_days,
  {{ add_days('actions.action_on', 'actions.attribution_window_days') }} as attribution_ends_on,
  cast(coalesce(revenue.attributed_amount, 0) as {{ money_sum_type() }}) as attributed_amount,
  cast(coalesce(revenue.attributed_payments_count, 0) as bigint) as attributed_payments_count
from actions
left join revenue on actions.action_id = revenue.action_id
left join promises on actions.action_id = promises.action_id
