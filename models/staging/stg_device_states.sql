-- Accepted device states. Grain: account_id, changed_at.
with

device_states as (
  select * from {{ ref('judged_device_states') }} where row_status = 'accepted'
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
  device_states.account_id,
  device_states.changed_at,
  device_states.enable_status,
  device_states.loaded_at,
  {{ local_date('device_states.changed_at') }} as changed_on
from device_states
inner join accounts on device_states.account_id = accounts.account_id
inner join opcos on accounts.opco_id = opcos.opco_id
left join timezone_days
  on
    opcos.timezone = timezone_days.timezone
    and cast(device_states.changed_at as date) = timezone_days.utc_date
