-- PAR buckets with their bounds in days expired, both included. Grain: par_bucket.
select
  par_bucket,
  label,
  cast(lower_days as integer) as lower_days,
  cast(upper_days as integer) as upper_days,
  cast(sort_order as integer) as sort_order
from {{ ref('par_buckets') }}
