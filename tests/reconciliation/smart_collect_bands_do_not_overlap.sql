-- The rules of the bands stand in order of falling probability, so more money never means a lower one.
select
  better.status as better_status,
  worse.status as worse_status
from {{ ref('smart_collect_bands') }} as better
inner join {{ ref('smart_collect_bands') }} as worse on better.sort_order < worse.sort_order
where better.probability_low < worse.probability_high or better.probability_low > better.probability_high
