-- Which segments of receivables are the riskiest, and which the safest? Values with at least 30 closed bills, by the share
-- that was not recovered, with Wilson's 95 % interval; five from each end, and no segment at both.
with

segments as (
  select
    attribute,
    label,
    bills_count,
    bills_count - recovered_count as lost_count,
    {{ rate('bills_count - recovered_count', 'bills_count') }} as lost_share
  from {{ ref('receivables_segmentation') }}
  where bills_count >= 30 and attribute_value <> 'unknown' and attribute_value not like '% / unknown'
),

ranked as (
  select
    *,
    row_number() over (order by lost_share desc, attribute asc, label asc) as risk_rank,
    row_number() over (order by lost_share asc, attribute desc, label desc) as safety_rank
  from segments
)

select
  case when risk_rank <= safety_rank then 'riskiest' else 'safest' end as end_of_the_list,
  attribute,
  label,
  bills_count,
  lost_count,
  lost_share,
  {{ wilson_bound('lost_share', 'bills_count', -1) }} as lost_share_lower,
  {{ wilson_bound('lost_share', 'bills_count', 1) }} as lost_share_upper
from ranked
where risk_rank <= 5 or safety_rank <= 5
order by risk_rank
