-- Open instalments whose last attempt failed, and the next day worth trying. Grain: bill_id.
with

attempts as (
  select * from {{ ref('int_smart_attempts') }} where bill_id is not null
),

instalments as (
  select * from {{ ref('int_smart_instalments') }} where settled_on is null and removed_on is null
),

days_of_month as (
  select * from {{ ref('int_smart_days_of_month') }} where is_low_balance_day
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

numbers as (
  {{ dbt.generate_series(31) }}
),

ranked as (
  select
    bill_id,
    attempted_on,
    status,
    sum(case when status = 'failed' then 1 else 0 end) over (partition by bill_id) as failed_attempts,
    row_number() over (partition by bill_id order by attempted_at desc, attempt_id desc) as recency
  from attempts
),

-- a gap after the failure lets money come in
failures as (
  select
    instalments.bill_id,
    instalments.customer_id,
    ranked.attempted_on as last_failed_on,
    cast(ranked.failed_attempts as bigint) as failed_attempts,
    greatest(
      {{ add_days(as_of_date(), 1) }}, {{ add_days('ranked.attempted_on', 'settings.retry_min_gap_days') }}
    ) as earliest_on,
    settings.retry_search_days
  from instalments
  inner join ranked on instalments.bill_id = ranked.bill_id
  cross join settings
  where ranked.recency = 1 and ranked.status = 'failed'
),

candidates as (
  select
    failures.*,
    {{ add_days('failures.earliest_on', 'numbers.generated_number - 1') }} as candidate_on
  from failures
  inner join numbers on failures.retry_search_days >= numbers.generated_number
)

-- the first day that is no low-balance day; when every day is one, the first
select
  candidates.bill_id,
  candidates.customer_id,
  candidates.last_failed_on,
  candidates.failed_attempts,
  candidates.earliest_on,
  coalesce(
    min(case when days_of_month.customer_id is null then candidates.candidate_on end),
    candidates.earliest_on
  ) as next_retry_on
from candidates
left join days_of_month
  on
    candidates.customer_id = days_of_month.customer_id
    and extract(day from candidates.candidate_on) = days_of_month.day_of_month
group by
  candidates.bill_id, candidates.customer_id, candidates.last_failed_on, candidates.failed_attempts,
  candidates.earliest_on
