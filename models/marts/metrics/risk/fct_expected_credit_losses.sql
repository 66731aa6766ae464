-- Stage and expected credit loss of every contracted account at each month's snapshot. Grain: account_id, month_end.
-- Indicative: a yardstick from the portfolio's own roll rates, no substitute for an audited model.
with

risk as (
  select * from {{ ref('int_account_month_risk') }} where is_contracted
),

stages as (
  select * from {{ ref('ifrs9_stages') }}
),

probabilities as (
  select * from {{ ref('int_default_probabilities') }}
),

lgd_rates as (
  select * from {{ ref('lgd_rates') }}
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

-- in the last stage default has happened; before it the chance is null where the history does not tell
weighed as (
  select
    risk.*,
    stages.label as stage_label,
    stages.pd_horizon_months,
    cast(case when stages.pd_horizon_months is null then 1 else probabilities.pd end as decimal(13, 12)) as pd,
    cast(lgd_rates.lgd as decimal(7, 6)) as lgd,
    fx_rates.rate_to_reporting
  from risk
  inner join stages on risk.stage = stages.stage
  inner join lgd_rates on risk.account_type = lgd_rates.account_type
  left join probabilities
    on
      risk.opco_id = probabilities.opco_id
      and risk.month_end = probabilities.month_end
      and risk.credit_state = probabilities.credit_state
      and stages.pd_horizon_months = probabilities.pd_horizon_months
  left join fx_rates
    on
      risk.currency_code = fx_rates.currency_code
      and risk.month_end = fx_rates.month_end
),

valued as (
  select
    *,
    cast(pd * lgd * outstanding_balance as decimal(28, 6)) as ecl
  from weighed
)

select
  account_id,
  month_end,
  opco_id,
  account_type,
  currency_code,
  snapshot_on,
  is_month_closed,
  portfolio_category,
  days_expired,
  par_bucket,
  stage,
  stage_label,
  cast(pd_horizon_months as integer) as pd_horizon_months,
  cast(pd as {{ type_double() }}) as pd,
  cast(lgd as {{ type_double() }}) as lgd,
  outstanding_balance as ead,
  ecl,
  -- a currency without a rate has no worth in the reporting currency
  cast(outstanding_balance * cast(rate_to_reporting as decimal(20, 12)) as decimal(28, 6)) as ead_reporting,
  cast(cast(ecl as decimal(18, 6)) * cast(rate_to_reporting as decimal(20, 12)) as decimal(28, 6)) as ecl_reporting,
  true as is_indicative
from valued
