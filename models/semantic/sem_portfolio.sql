-- Base of the portfolio metrics in the semantic layer: states of accounts. Grain: month_end and all dimensions, currency_code.
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
  all_accounts,
  contracted_portfolio_size,
  active_portfolio_size,
  defaulters,
  churned_portfolio_size,
  paid_portfolio_size,
  opening_active,
  opening_defaulters,
  opening_late_or_defaulted,
  cured_accounts,
  dp_only_defaulters,
  churned_last_90d,
  contracted_90d_ago,
  net_completions_last_30d,
  contracted_30d_ago
from cells
