-- How the contracted portfolio gets from one month-end to the next. Grain: month_end, opco_id.
-- The residual is 0 in every row: what opened and moved is what closes.
with

measures as (
  select * from {{ ref('int_portfolio_measures') }} where dimension = 'opco'
)

select
  month_end,
  dimension_value as opco_id,
  opening_contracted as opening,
  new_count,
  uncompletions_count,
  reinstatements_count,
  completions_count,
  opt_outs_count,
  repo_count,
  write_off_count,
  voids_count,
  contracted_portfolio_size as closing,
  opening_contracted + new_count + uncompletions_count + reinstatements_count
  - completions_count - opt_outs_count - repo_count - write_off_count - voids_count
  - contracted_portfolio_size as residual,
  opening_defaulters,
  default_entries_count,
  default_cures_count,
  default_exits_count,
  defaulters as closing_defaulters,
  opening_defaulters + default_entries_count - default_cures_count - default_exits_count - defaulters as default_residual,
  opening_late_or_defaulted,
  cured_accounts,
  -- whoever is late may still be cured in a month that is not over
  case when month_end <= {{ as_of_date() }} then {{ rate('cured_accounts', 'opening_late_or_defaulted') | trim }} end as cure_rate
from measures
