-- Shops with opco and region. Grain: shop_id.
with

shops as (
  select * from {{ ref('stg_shops') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
)

select
  shops.shop_id,
  shops.shop_name,
  shops.opco_id,
  opcos.opco_name,
  shops.region,
  shops.territory
from shops
inner join opcos on shops.opco_id = opcos.opco_id
