-- cure_rate: accounts late or in default at the snapshot before and normal at this one, not by a restructuring / accounts late or in default before.
with

expected as (
  select
    month_end,
    opco_id,
    sum(case when category_before in ('late', 'defaulted') and portfolio_category = 'normal' and restructures = 0 then 1 else 0 end) as numerator,
    sum(case when category_before in ('late', 'defaulted') then 1 else 0 end) as denominator
  from {{ ref('chk_glossary_rows') }}
  where row_kind = 'snapshot'
  group by month_end, opco_id
)

{{ differences(ref('fct_portfolio_roll_forward'), keys=['month_end', 'opco_id'], columns=[
  {'name': 'numerator', 'actual': 'actual.cured_accounts'},
  {'name': 'denominator', 'actual': 'actual.opening_late_or_defaulted'},
], also=[
  'case when expected.month_end <= ' ~ as_of_date() ~ ' then ' ~ rate('expected.numerator', 'expected.denominator') ~ ' end is distinct from actual.cure_rate',
]) }}
