{{ config(indexes=range_index('month_index')) }}

-- Calendar months from 1990 through the month of as_of_date. Grain: month_end.
with

spine as (
  -- whole months are counted, so the spine ends where the month in progress does
  {{ dbt.date_spine('month', "cast('1990-01-01' as date)", add_days(month_end_of(as_of_date()), 1)) }}
),

months as (
  select
    cast(date_month as date) as month_start,
    {{ month_end_of('cast(date_month as date)') }} as month_end
  from spine
)

-- the month in progress is read on as_of_date, a closed one on its last day
select
  month_end,
  month_start,
  {{ month_index('month_start') }} as month_index,
  least(month_end, {{ as_of_date() }}) as snapshot_on,
  month_end <= {{ as_of_date() }} as is_month_closed
from months
