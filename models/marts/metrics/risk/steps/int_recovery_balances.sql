-- Recoveries of the month, and what was written off and recovered to date. Grain: month_end, opco_id, account_type; from the
-- first month in which something was.
with

recovery_months as (
  select * from {{ ref('fct_recovery_months') }}
),

months as (
  select * from {{ ref('int_months') }}
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

summed as (
  select
    opco_id,
    account_type,
    currency_code,
    month_end,
    sum(written_off_amount) as written_off_amount,
    sum(recoveries) as recoveries
  from recovery_months
  group by opco_id, account_type, currency_code, month_end
),

firsts as (
  select
    opco_id,
    account_type,
    currency_code,
    min(month_end) as first_month
  from summed
  group by opco_id, account_type, currency_code
)

select
  months.month_end,
  firsts.opco_id,
  firsts.account_type,
  firsts.currency_code,
  cast(fx_rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting,
  cast(coalesce(summed.recoveries, 0) as decimal(28, 6)) as recoveries,
  cast(sum(coalesce(summed.recoveries, 0)) over line as decimal(28, 6)) as recovered_to_date,
  cast(sum(coalesce(summed.written_off_amount, 0)) over line as decimal(28, 6)) as written_off_to_date
from firsts
inner join months on firsts.first_month <= months.month_end
left join summed
  on
    firsts.opco_id = summed.opco_id
    and firsts.account_type = summed.account_type
    and months.month_end = summed.month_end
left join fx_rates
  on
    firsts.currency_code = fx_rates.currency_code
    and months.month_end = fx_rates.month_end
window line as (partition by firsts.opco_id, firsts.account_type order by months.month_end)
