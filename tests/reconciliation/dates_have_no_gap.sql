-- The calendar has every day once, from the month of dim_months' first to three months past as_of_date, and the months of dim_months.
with

bounds as (
  select
    count(*) as days,
    min(date_day) as first_day,
    max(date_day) as last_day
  from {{ ref('dim_dates') }}
),

months as (
  select min(month_start) as first_day from {{ ref('dim_months') }}
),

faulty_days as (
  select days.date_day
  from {{ ref('dim_dates') }} as days
  left join {{ ref('dim_months') }} as months on days.month_end = months.month_end
  where
    days.date_day < days.week_start
    or days.date_day > {{ add_days('days.week_start', 6) }}
    or days.is_future <> (days.date_day > {{ as_of_date() }})
    or (days.date_day <= {{ as_of_date() }} and months.month_end is null)
    or (months.month_end is not null and (days.year, days.quarter, days.month_of_year) <> (months.year, months.quarter, months.month_of_year))
)

select
  'bounds' as what,
  bounds.first_day as day
from bounds
cross join months
where
  bounds.days <> {{ days_between('bounds.first_day', 'bounds.last_day') }} + 1
  or bounds.first_day <> months.first_day
  or bounds.last_day <> {{ add_months(as_of_date(), 3) }}
union all
select
  'day' as what,
  date_day as day
from faulty_days
