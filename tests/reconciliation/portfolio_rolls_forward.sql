-- What opened and moved is what closes: for every value of every dimension, contracted accounts and defaulters alike.
with

measures as (
  select * from {{ ref('int_portfolio_measures') }}
),

residuals as (
  select
    month_end,
    dimension,
    dimension_value,
    opening_contracted + new_count + uncompletions_count + reinstatements_count
    - completions_count - opt_outs_count - repo_count - write_off_count - voids_count
    - contracted_portfolio_size as residual,
    opening_defaulters + default_entries_count - default_cures_count - default_exits_count - defaulters as default_residual,
    opening_active + opening_defaulters - opening_contracted as opening_residual,
    active_portfolio_size + defaulters - contracted_portfolio_size as closing_residual
  from measures
)

select *
from residuals
where residual <> 0 or default_residual <> 0 or opening_residual <> 0 or closing_residual <> 0
