-- PAR bucket of each number of days expired that occurs. Grain: days_expired.
with

days as (
  select distinct days_expired from {{ ref('int_account_month_states') }} where days_expired is not null
),

par_buckets as (
  select * from {{ ref('par_buckets') }}
)

select
  days.days_expired,
  par_buckets.par_bucket
from days
inner join par_buckets
  on
    days.days_expired >= par_buckets.lower_days
    and (par_buckets.upper_days is null or days.days_expired <= par_buckets.upper_days)
