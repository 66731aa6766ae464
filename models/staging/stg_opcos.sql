-- Accepted opcos. Grain: opco_id.
with

opcos as (
  select * from {{ ref('judged_opcos') }} where row_status = 'accepted'
)

select
  opco_id,
  opco_name,
  country_code,
  currency_code,
  timezone,
  sector,
  loaded_at
from opcos
