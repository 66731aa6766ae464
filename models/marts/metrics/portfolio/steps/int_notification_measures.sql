-- Notifications by month sent and by each of their dimensions. Grain: month_end, dimension, dimension_value.
with

notifications as (
  select
    *,
    {{ month_end_of('sent_on') }} as month_end
  from {{ ref('stg_notifications') }}
  where sent_on <= {{ as_of_date() }}
)

{% for dimension in ['all', 'campaign_name', 'notification_name', 'language', 'delivery_state'] -%}
select
  month_end,
  '{{ dimension }}' as dimension,
  {{ "'all'" if dimension == 'all' else "coalesce(" ~ dimension ~ ", 'unknown')" }} as dimension_value,
  count(*) as notifications_count
from notifications
group by month_end{{ '' if dimension == 'all' else ", coalesce(" ~ dimension ~ ", 'unknown')" }}
{{ 'union all' if not loop.last }}
{% endfor %}
