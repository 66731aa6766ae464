-- Accepted actions. Grain: action_id.
with

actions as (
  select * from {{ ref('judged_actions') }} where row_status = 'accepted'
),

accounts as (
  select * from {{ ref('stg_accounts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

timezone_days as (
  select * from {{ ref('stg_timezone_days') }}
)

-- the day on the opco's wall clock
select
  actions.action_id,
  actions.account_id,
  actions.bill_id,
  actions.action_at,
  actions.action_type,
  actions.action_name,
  actions.agent_id,
  actions.script_id,
  actions.previous_status,
  actions.new_status,
  actions.promised_amount,
  actions.promised_for,
  actions.cost,
  actions.is_holdout,
  actions.loaded_at,
  {{ local_date('actions.action_at') }} as action_on
from actions
inner join accounts on actions.account_id = accounts.account_id
inner join opcos on accounts.opco_id = opcos.opco_id
left join timezone_days
  on
    opcos.timezone = timezone_days.timezone
    and cast(actions.action_at as date) = timezone_days.utc_date
