-- ARPU range of each sum of daily rates that occurs: thirty days' worth, banded per currency. Grain: currency_code, daily_rate.
with

rates as (
  select distinct
    accounts.currency_code,
    periods.daily_rate
  from {{ ref('int_contract_periods') }} as periods
  inner join {{ ref('int_accounts') }} as accounts on periods.account_id = accounts.account_id
  where periods.active_contracts > 0
),

arpu_bands as (
  select * from {{ ref('arpu_bands') }}
)

select
  rates.currency_code,
  rates.daily_rate,
  arpu_bands.arpu_range
from rates
inner join arpu_bands
  on
    rates.currency_code = arpu_bands.currency_code
    and 30 * rates.daily_rate >= arpu_bands.lower_amount
    and (arpu_bands.upper_amount is null or 30 * rates.daily_rate < arpu_bands.upper_amount)
