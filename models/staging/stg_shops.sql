-- Accepted shops. Grain: shop_id.
with

shops as (
  select * from {{ ref('judged_shops') }} where row_status = 'accepted'
)

select
  shop_id,
  opco_id,
  shop_name,
  region,
  territory,
  loaded_at
from shops
