-- Of two collections ahead with one status the customer with the worse record never has the higher calibrated probability.
with

records as (
  select
    opco_id,
    status,
    {{ rate('successful_attempts + 1', 'resolved_attempts + 2') }} as record,
    min(calibrated_probability) as lowest,
    max(calibrated_probability) as highest
  from {{ ref('smart_collect_upcoming') }}
  group by opco_id, status, {{ rate('successful_attempts + 1', 'resolved_attempts + 2') }}
)

select
  worse.opco_id,
  worse.status,
  worse.record as worse_record,
  better.record as better_record
from records as worse
inner join records as better
  on
    worse.opco_id = better.opco_id
    and worse.status = better.status
    and worse.record < better.record
where worse.highest > better.lowest
