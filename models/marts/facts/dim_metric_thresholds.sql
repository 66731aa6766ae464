-- Thresholds of metrics as dashboards draw them. Grain: metric_id.
select
  metric_id,
  cast(watch_from as double precision) as watch_from,
  cast(alarm_from as double precision) as alarm_from,
  higher_is_better,
  reason
from {{ ref('metric_thresholds') }}
