-- Notifications sent, by what they said and what became of them.
-- Grain: month_end, opco_id, campaign_name, notification_name, language, delivery_state.
with

notifications as (
  select * from {{ ref('stg_notifications') }} where sent_on <= {{ as_of_date() }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

labelled as (
  select
    accounts.opco_id,
    notifications.account_id,
    notifications.campaign_name,
    notifications.notification_name,
    coalesce(notifications.language, 'unknown') as language,
    notifications.delivery_state,
    {{ month_end_of('notifications.sent_on') }} as month_end
  from notifications
  inner join accounts on notifications.account_id = accounts.account_id
)

select
  month_end,
  opco_id,
  campaign_name,
  notification_name,
  language,
  delivery_state,
  cast(count(*) as bigint) as notifications_count,
  cast(count(distinct account_id) as bigint) as accounts_count
from labelled
group by month_end, opco_id, campaign_name, notification_name, language, delivery_state
