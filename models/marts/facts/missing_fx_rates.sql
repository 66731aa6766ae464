-- Months in which a currency had no rate young enough, so that group figures in money are null.
-- Grain: currency_code, month_end.
with

rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

months as (
  select * from {{ ref('dim_months') }}
)

select
  rates.currency_code,
  rates.month_end,
  months.snapshot_on
from rates
inner join months on rates.month_end = months.month_end
where rates.rate_to_reporting is null
