-- A probability lies inside the band of its status, and is null just where there is no history.
select upcoming.bill_id
from {{ ref('smart_collect_upcoming') }} as upcoming
left join {{ ref('smart_collect_bands') }} as bands on upcoming.status = bands.status
where
  bands.status is null
  or (upcoming.collection_probability is null) <> (upcoming.status = 'insufficient_history')
  or upcoming.collection_probability < bands.probability_low
  or upcoming.collection_probability > bands.probability_high
