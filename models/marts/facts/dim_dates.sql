-- Calendar days from the first month with any row through the last of the third month past as_of_date. Grain: date_day.
-- The date table of BI tools and the time spine of MetricFlow.
with

months as (
  select * from {{ ref('dim_months') }}
),

spine as (
  {{ dbt.date_spine('day', "cast('1990-01-01' as date)", add_days(month_end_of(add_months(as_of_date(), 3)), 1)) }}
),

bounds as (
  select min(month_start) as first_on from months
),

days as (
  select cast(spine.date_day as date) as date_day
  from spine
  cross join bounds
  where cast(spine.date_day as date) >= bounds.first_on
)

select
  date_day,
  {{ month_end_of('date_day') }} as month_end,
  cast(extract(year from date_day) as integer) as year,
  cast(extract(quarter from date_day) as integer) as quarter,
  cast(extract(week from date_day) as integer) as week,
  date_day = {{ month_end_of('date_day') }} as is_month_end
from days
