-- Calendar days from the month of the first row to three months past as_of_date, without a gap. Grain: date_day.
with

spine as (
  {{ dbt.date_spine('day', "cast('1990-01-01' as date)", add_days(add_months(as_of_date(), 3), 1)) }}
),

days as (
  select cast(date_day as date) as date_day from spine
),

first_days as (
  select * from {{ ref('int_first_days') }}
)

-- weeks begin on Monday and have the numbers of ISO 8601: the first days of January can lie in the last week of the year before
select
  days.date_day,
  {{ month_start_of('days.date_day') }} as month_start,
  {{ month_end_of('days.date_day') }} as month_end,
  cast(extract(year from days.date_day) as integer) as year,
  cast(extract(quarter from days.date_day) as integer) as quarter,
  cast(extract(month from days.date_day) as integer) as month_of_year,
  cast({{ dbt.date_trunc('week', 'days.date_day') }} as date) as week_start,
  cast(extract(week from days.date_day) as integer) as week,
  days.date_day = {{ month_end_of('days.date_day') }} as is_month_end,
  days.date_day > {{ as_of_date() }} as is_future
from days
cross join first_days
where days.date_day >= {{ month_start_of('first_days.first_on') }}
