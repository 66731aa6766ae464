-- cure_rate: accounts late or in default at the snapshot before and normal at this one / accounts late or in default before.
with

expected as (
  select
    month_end,
    opco_id,
    sum(case when category_before in ('late', 'defaulted') and portfolio_category = 'normal' then 1 else 0 end) as numerator,
    sum(case when category_before in ('late', 'defaulted') then 1 else 0 end) as denominator
  from {{ ref('chk_glossary_rows') }}
  where row_kind = 'snapshot'
  group by month_end, opco_id
),

actual as (
  select * from {{ ref('fct_portfolio_roll_forward') }}
)

select
  coalesce(expected.month_end, actual.month_end) as month_end,
  coalesce(expected.opco_id, actual.opco_id) as opco_id,
  expected.numerator,
  actual.cured_accounts,
  expected.denominator,
  actual.opening_late_or_defaulted
from expected
full outer join actual on expected.month_end = actual.month_end and expected.opco_id = actual.opco_id
where
  expected.numerator is distinct from actual.cured_accounts
  or expected.denominator is distinct from actual.opening_late_or_defaulted
  or case when expected.month_end <= {{ as_of_date() }} then {{ rate('expected.numerator', 'expected.denominator') }} end
  is distinct from actual.cure_rate
