-- Base of the moves of the portfolio in the semantic layer. Grain: month_end and all dimensions, currency_code.
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
  new_count,
  uncompletions_count,
  reinstatements_count,
  completions_count,
  opt_outs_count,
  repo_count,
  write_off_count,
  voids_count,
  default_entries_count,
  default_cures_count,
  default_exits_count
from cells
