-- Calendar months from the first that any row of a company's data falls in through that of as_of_date. Grain: month_end.
with

months as (
  select * from {{ ref('int_months') }}
),

first_days as (
  select * from {{ ref('int_first_days') }}
)

select
  months.month_end,
  months.month_start,
  months.snapshot_on,
  months.month_index,
  months.is_month_closed,
  cast(extract(year from months.month_end) as integer) as year,
  cast(extract(month from months.month_end) as integer) as month_of_year,
  cast(extract(quarter from months.month_end) as integer) as quarter,
  -- months on each side of the latest one, for filters such as "last twelve months"
  months.month_index - {{ month_index(as_of_date()) }} as months_from_latest
from months
cross join first_days
where months.month_index >= {{ month_index('first_days.first_on') }}
