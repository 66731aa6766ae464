-- Base of the ledger metrics in the semantic layer, in the reporting currency and without total rows. Grain: month_end, opco.
with

flows as (
  select * from {{ ref('int_billing_flows') }} where opco_id <> 'all'
),

fx_rates as (
  select
    currency_code,
    month_end,
    cast(rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from {{ ref('int_fx_rates_monthly') }}
)

select
  flows.month_end,
  flows.opco_id as opco,
  case when fx_rates.rate_to_reporting is null then 1 else 0 end as without_rate,
  flows.days_in_month_so_far,
  cast(flows.billed as decimal(18, 2)) * fx_rates.rate_to_reporting as billed,
  cast(flows.cash as decimal(18, 2)) * fx_rates.rate_to_reporting as cash,
  cast(flows.opening_receivables as decimal(18, 2)) * fx_rates.rate_to_reporting as opening_receivables,
  cast(flows.closing_receivables as decimal(18, 2)) * fx_rates.rate_to_reporting as closing_receivables,
  cast(flows.closing_not_yet_due as decimal(18, 2)) * fx_rates.rate_to_reporting as closing_not_yet_due,
  cast(flows.arrears as decimal(18, 2)) * fx_rates.rate_to_reporting as arrears,
  cast(flows.unapplied_credit as decimal(18, 2)) * fx_rates.rate_to_reporting as unapplied_credit
from flows
left join fx_rates
  on
    flows.currency_code = fx_rates.currency_code
    and flows.month_end = fx_rates.month_end
