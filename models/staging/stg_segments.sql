-- Accepted segments: a company's own ways to slice its accounts. Grain: account_id, segment_name.
with

segments as (
  select * from {{ ref('judged_segments') }} where row_status = 'accepted'
)

select
  account_id,
  segment_name,
  segment_value,
  loaded_at
from segments
