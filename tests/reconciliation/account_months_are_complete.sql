-- Every installed account has exactly one row per month, from the month its story begins in (its install, or the day its books
-- were taken over) to that of as_of_date.
with

accounts as (
  select * from {{ ref('chk_accounts') }}
),

months as (
  {{ glossary_months() }}
),

expected as (
  select
    accounts.account_id,
    months.month_end,
    months.snapshot_on,
    {{ month_start_of('accounts.installed_on') }} as cohort_month
  from accounts
  inner join months on accounts.told_from <= months.snapshot_on
),

actual as (
  select
    account_id,
    month_end,
    count(*) as found,
    min(snapshot_on) as snapshot_on,
    min(cohort_month) as cohort_month,
    max(case when is_month_closed then 1 else 0 end) as is_closed
  from {{ ref('fct_account_months') }}
  group by account_id, month_end
)

select
  coalesce(expected.account_id, actual.account_id) as account_id,
  coalesce(expected.month_end, actual.month_end) as month_end,
  actual.found
from expected
full outer join actual on expected.account_id = actual.account_id and expected.month_end = actual.month_end
where
  expected.account_id is null
  or actual.found is distinct from 1
  or actual.snapshot_on is distinct from expected.snapshot_on
  or actual.cohort_month is distinct from expected.cohort_month
  or actual.is_closed is distinct from case when expected.month_end <= {{ as_of_date() }} then 1 else 0 end
