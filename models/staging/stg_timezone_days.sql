-- Offset of each opco time zone on each UTC day, null on days when its clock changes.
-- Grain: timezone, utc_date. It spares an exact conversion for nearly every row.
with

opcos as (
  select distinct timezone from {{ ref('stg_opcos') }}
),

spine as (
  {{ dbt.date_spine('day', "cast('1990-01-01' as date)", add_days(as_of_date(), 367)) }}
),

days as (
  select cast(date_day as date) as utc_date from spine
),

-- the wall clock at both ends of the UTC day
edges as (
  select
    opcos.timezone,
    days.utc_date,
    {{ seconds_between('cast(days.utc_date as timestamp)', local_timestamp('cast(days.utc_date as timestamp)', 'opcos.timezone')) }} as start_offset,
    {{ seconds_between(
      'cast(' ~ add_days('days.utc_date', 1) ~ ' as timestamp)',
      local_timestamp('cast(' ~ add_days('days.utc_date', 1) ~ ' as timestamp)', 'opcos.timezone'),
    ) }} as end_offset
  from opcos
  cross join days
)

select
  timezone,
  utc_date,
  case when start_offset = end_offset then start_offset end as offset_seconds
from edges
