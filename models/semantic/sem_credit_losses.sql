-- Base of exposure and expected loss in the semantic layer, in the reporting currency. Grain: month_end, opco, account_type.
with

losses as (
  select * from {{ ref('fct_expected_credit_losses') }}
)

select
  month_end,
  opco_id as opco,
  account_type,
  sum(case when ead_reporting is null then 1 else 0 end) as without_ead,
  sum(case when ecl_reporting is null then 1 else 0 end) as without_ecl,
  sum(ead_reporting) as ead,
  sum(ecl_reporting) as ecl
from losses
group by month_end, opco_id, account_type
