-- Base of the portfolio at risk in the semantic layer, balances in the reporting currency.
-- Grain: month_end and all dimensions, currency_code.
with

cells as (
  select * from {{ ref('int_portfolio_cells') }}
)

select
  month_end,
  opco,
  region,
  shop,
  account_type,
  cu_type,
  arpu_range,
  tv_customer,
  enable_status,
  subsidy,
  esf_only_customer,
  portfolio_category,
  par_bucket,
  par_1_accounts,
  par_7_accounts,
  par_30_accounts,
  par_60_accounts,
  par_90_accounts,
  par_120_accounts,
  cast(par_1_balance as decimal(18, 2)) * rate_to_reporting as par_1_balance,
  cast(par_7_balance as decimal(18, 2)) * rate_to_reporting as par_7_balance,
  cast(par_30_balance as decimal(18, 2)) * rate_to_reporting as par_30_balance,
  cast(par_60_balance as decimal(18, 2)) * rate_to_reporting as par_60_balance,
  cast(par_90_balance as decimal(18, 2)) * rate_to_reporting as par_90_balance,
  cast(par_120_balance as decimal(18, 2)) * rate_to_reporting as par_120_balance,
  cast(contracted_balance as decimal(18, 2)) * rate_to_reporting as contracted_balance
from cells
