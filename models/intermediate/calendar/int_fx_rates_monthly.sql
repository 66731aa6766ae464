-- Rate of each currency to the reporting currency at each month's snapshot. Grain: currency_code, month_end.
-- The latest rate up to the snapshot, at most 31 days old; null, never 1, when there is none.
with

opcos as (
  select distinct currency_code from {{ ref('stg_opcos') }}
),

months as (
  select * from {{ ref('int_months') }}
),

fx_rates as (
  select * from {{ ref('stg_fx_rates') }}
),

dated as (
  select
    opcos.currency_code,
    months.month_end,
    months.snapshot_on,
    max(fx_rates.rate_on) as rate_on
  from opcos
  cross join months
  left join fx_rates
    on
      opcos.currency_code = fx_rates.currency_code
      and months.snapshot_on >= fx_rates.rate_on
      and {{ add_days('months.snapshot_on', -31) }} <= fx_rates.rate_on
  group by opcos.currency_code, months.month_end, months.snapshot_on
)

select
  dated.currency_code,
  dated.month_end,
  dated.rate_on,
  case
    when dated.currency_code = {{ reporting_currency() }} then cast(1 as decimal(28, 12))
    else fx_rates.rate_to_reporting
  end as rate_to_reporting
from dated
left join fx_rates
  on
    dated.currency_code = fx_rates.currency_code
    and dated.rate_on = fx_rates.rate_on
