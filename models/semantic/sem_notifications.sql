-- Base of notifications_count in the semantic layer.
-- Grain: month_end, opco, campaign_name, notification_name, language, delivery_state.
with

notifications as (
  select * from {{ ref('fct_notification_months') }}
)

select
  month_end,
  opco_id as opco,
  campaign_name,
  notification_name,
  language,
  delivery_state,
  notifications_count
from notifications
