-- Accepted notifications. Grain: notification_id.
with

notifications as (
  select * from {{ ref('judged_notifications') }} where row_status = 'accepted'
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
  notifications.notification_id,
  notifications.account_id,
  notifications.sent_at,
  notifications.campaign_name,
  notifications.notification_name,
  notifications.language,
  notifications.delivery_state,
  notifications.loaded_at,
  {{ local_date('notifications.sent_at') }} as sent_on
from notifications
inner join accounts on notifications.account_id = accounts.account_id
inner join opcos on accounts.opco_id = opcos.opco_id
left join timezone_days
  on
    opcos.timezone = timezone_days.timezone
    and cast(notifications.sent_at as date) = timezone_days.utc_date
