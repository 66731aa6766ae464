-- How does default move with the season? Closed bills by the calendar month their period ends in, and entries into default
-- by the calendar month they happened in, over all years; against the average of the opco's year.
with

bills as (
  select
    opco_id,
    'default rate of bills (60 days)' as measure,
    cast(extract(month from month_end) as integer) as calendar_month,
    sum(case when default_60d then 1 else 0 end) as numerator,
    count(*) as denominator
  from {{ ref('fct_bills') }}
  where is_rated and is_window_closed
  group by opco_id, cast(extract(month from month_end) as integer)
),

entries as (
  select
    opco_id,
    'default entries per contracted account' as measure,
    cast(extract(month from month_end) as integer) as calendar_month,
    sum(default_entries_count) as numerator,
    sum(case when is_contracted then 1 else 0 end) as denominator
  from {{ ref('fct_account_months') }}
  where is_month_closed
  group by opco_id, cast(extract(month from month_end) as integer)
),

seasons as (
  select * from bills
  union all
  select * from entries
)

select
  opco_id,
  measure,
  calendar_month,
  numerator,
  denominator,
  {{ rate('numerator', 'denominator') }} as rate_of_month,
  {{ rate('sum(numerator) over (partition by opco_id, measure)', 'sum(denominator) over (partition by opco_id, measure)') }} as rate_of_year,
  {{ rate('numerator', 'denominator') }}
  - {{ rate('sum(numerator) over (partition by opco_id, measure)', 'sum(denominator) over (partition by opco_id, measure)') }} as difference
from seasons
order by opco_id, measure, calendar_month
