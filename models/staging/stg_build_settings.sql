-- The variables that this warehouse was built with, so that it is tested and published as it was built. Grain: one row.
-- X1: a publication takes its variables from here; as_of_date is the day itself, never `today`.
select
  {{ as_of_date() }} as as_of_date,
  cast({{ build_settings() }} as {{ dbt.type_string() }}) as settings
