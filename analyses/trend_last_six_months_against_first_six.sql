-- How do the last six months compare with the first six? Closed bills by the month their period ends, accounts by
-- month-end, promises by the month they matured in; only closed months, per opco.
with

bills as (
  select
    opco_id,
    month_end,
    'default rate of bills (60 days)' as measure,
    sum(case when default_60d then 1 else 0 end) as numerator,
    count(*) as denominator
  from {{ ref('fct_bills') }}
  where is_rated and is_window_closed
  group by opco_id, month_end
),

accounts as (
  select
    opco_id,
    month_end,
    'portfolio in default' as measure,
    sum(case when is_defaulted then 1 else 0 end) as numerator,
    sum(case when is_contracted then 1 else 0 end) as denominator
  from {{ ref('fct_account_months') }}
  where is_month_closed
  group by opco_id, month_end
),

promises as (
  select
    opco_id,
    month_end,
    'promises kept' as measure,
    kept_promises as numerator,
    matured_promises as denominator
  from {{ ref('fct_collection_kpis') }}
  where is_month_closed
),

months as (
  select * from bills
  union all
  select * from accounts
  union all
  select * from promises
),

numbered as (
  select
    *,
    row_number() over (partition by opco_id, measure order by month_end) as month_number,
    row_number() over (partition by opco_id, measure order by month_end desc) as month_number_from_end
  from months
  where denominator > 0
),

-- sums before division; an opco with less than twelve months has no two halves to compare
halves as (
  select
    opco_id,
    measure,
    sum(case when month_number <= 6 then numerator end) as first_numerator,
    sum(case when month_number <= 6 then denominator end) as first_denominator,
    sum(case when month_number_from_end <= 6 then numerator end) as last_numerator,
    sum(case when month_number_from_end <= 6 then denominator end) as last_denominator
  from numbered
  group by opco_id, measure
  having count(*) >= 12
)

select
  opco_id,
  measure,
  {{ rate('first_numerator', 'first_denominator') }} as first_six_months,
  {{ rate('last_numerator', 'last_denominator') }} as last_six_months,
  {{ rate('last_numerator', 'last_denominator') }} - {{ rate('first_numerator', 'first_denominator') }} as change_of_rate,
  first_denominator,
  last_denominator
from halves
order by opco_id, measure
