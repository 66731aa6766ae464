-- Every contracted account lies in exactly one PAR bucket, every uncontracted one in none; PAR by days agrees with the buckets.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
),

par_buckets as (
  select * from {{ ref('par_buckets') }}
),

by_bucket as (
  select
    account_months.month_end,
    count(*) as accounts,
    sum(case when par_buckets.lower_days > 30 then 1 else 0 end) as over_30,
    sum(case when par_buckets.lower_days > 120 then 1 else 0 end) as over_120,
    sum(
      case
        when account_months.days_expired < par_buckets.lower_days then 1
        when account_months.days_expired > par_buckets.upper_days then 1
        else 0
      end
    ) as outside_of_bounds
  from account_months
  inner join par_buckets on account_months.par_bucket = par_buckets.par_bucket
  group by account_months.month_end
),

kpis as (
  select * from {{ ref('int_portfolio_measures') }} where dimension = 'all'
)

select
  coalesce(kpis.month_end, by_bucket.month_end) as month_end,
  kpis.contracted_portfolio_size,
  by_bucket.accounts,
  by_bucket.outside_of_bounds
from kpis
full outer join by_bucket on kpis.month_end = by_bucket.month_end
where
  kpis.contracted_portfolio_size is distinct from coalesce(by_bucket.accounts, 0)
  or kpis.par_30_accounts is distinct from coalesce(by_bucket.over_30, 0)
  or kpis.par_120_accounts is distinct from coalesce(by_bucket.over_120, 0)
  or by_bucket.outside_of_bounds > 0
