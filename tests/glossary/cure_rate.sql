-- cure_rate: accounts late or in default at one month-end that are normal at the next, over all that were late or in default.
with

expected as (
  select
    month_end,
    opco_id,
    sum(case when category_before in ('late', 'defaulted') then 1 else 0 end) as opening,
    sum(case when category_before in ('late', 'defaulted') and portfolio_category = 'normal' then 1 else 0 end) as cured
  from {{ ref('chk_glossary_rows') }}
  where row_kind = 'snapshot'
  group by month_end, opco_id
)

select
  expected.*,
  actual.cured_accounts,
  actual.opening_late_or_defaulted,
  actual.cure_rate
from expected
full outer join {{ ref('fct_portfolio_roll_forward') }} as actual
  on expected.month_end = actual.month_end and expected.opco_id = actual.opco_id
where
  expected.cured is distinct from actual.cured_accounts
  or expected.opening is distinct from actual.opening_late_or_defaulted
  or (expected.opening = 0) <> (actual.cure_rate is null)
  or abs(actual.cure_rate * expected.opening - expected.cured) > 0.000000001
