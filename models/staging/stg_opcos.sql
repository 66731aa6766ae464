-- Accepted opcos. Grain: opco_id.
with

opcos as (
  select * from {{ ref('judged_opcos') }} where row_status = 'accepted'
),

timezones as (
  select * from {{ ref('timezones') }}
)

-- the time zone as the IANA data base spells it
select
  opcos.opco_id,
  opcos.opco_name,
  opcos.country_code,
  opcos.currency_code,
  timezones.timezone,
  opcos.sector,
  opcos.loaded_at
from opcos
inner join timezones on lower(opcos.timezone) = lower(timezones.timezone)
