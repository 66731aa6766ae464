{{ config(materialized='view') }}

-- Typed nulls in one row: what the unit tests of the macros put their examples in place of. Grain: one row.
select
  cast(null as {{ dbt.type_string() }}) as example,
  cast(null as {{ dbt.type_string() }}) as text_value,
  cast(null as date) as date_value,
  cast(null as date) as other_date,
  cast(null as integer) as days,
  cast(null as timestamp) as utc_at,
  cast(null as timestamp) as other_at,
  cast(null as {{ dbt.type_string() }}) as timezone,
  cast(null as {{ money_type() }}) as amount,
  cast(null as {{ money_type() }}) as daily_rate,
  cast(null as bigint) as dividend,
  cast(null as bigint) as divisor
