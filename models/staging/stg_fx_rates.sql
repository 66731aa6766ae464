-- Accepted fx rates. Grain: currency_code, rate_on.
with

fx_rates as (
  select * from {{ ref('judged_fx_rates') }} where row_status = 'accepted'
)

select
  currency_code,
  rate_on,
  rate_to_reporting,
  loaded_at
from fx_rates
