-- notifications_count (glossary 25): notifications sent in the month, one by one, by campaign, name, language and state.
with

sent as (
  select * from {{ ref('stg_notifications') }} where sent_on <= {{ as_of_date() }}
),

expected as (
  {% for dimension in ['all', 'campaign_name', 'notification_name', 'language', 'delivery_state'] -%}
  select
    months.month_end,
    '{{ dimension }}' as dimension,
    {{ "'all'" if dimension == 'all' else "coalesce(sent." ~ dimension ~ ", 'unknown')" }} as dimension_value,
    count(distinct sent.notification_id) as numerator,
    null as denominator
  from ({{ glossary_months() }}) as months
  inner join sent on {{ month_start_of('months.month_end') }} <= sent.sent_on and months.snapshot_on >= sent.sent_on
  group by 1, 2, 3
  {{ 'union all' if not loop.last }}
  {% endfor %}
)

{{ compare_metric('notifications_count', ['all', 'campaign_name', 'notification_name', 'language', 'delivery_state']) }}
