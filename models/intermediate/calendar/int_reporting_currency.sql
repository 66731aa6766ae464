-- The currency of group figures when nobody names one. Grain: one row.
with

opcos as (
  select * from {{ ref('stg_opcos') }}
)

-- I23: a company with one currency reports in it and needs no exchange rates
select case when count(distinct currency_code) = 1 then max(currency_code) else 'USD' end as currency_code
from opcos
