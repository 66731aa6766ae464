{#
  Shared pieces of the glossary tests. They recompute every portfolio metric by a second route: the models in
  models/intermediate/checks ask what is true in the evening of single days, straight from the staging models,
  while the product works with periods and windows. Only portable macros are shared by the two routes.
#}


{# Every month from 1990 through that of as_of_date, with the day on which it is read. #}
{% macro glossary_months() %}
  select
    {{ month_end_of('cast(date_month as date)') }} as month_end,
    case when {{ month_end_of('cast(date_month as date)') }} > {{ as_of_date() }} then {{ as_of_date() }}
      else {{ month_end_of('cast(date_month as date)') }} end as snapshot_on
  from ({{ dbt.date_spine('month', "cast('1990-01-01' as date)", add_days(as_of_date(), 1)) }}) as calendar
{% endmacro %}
