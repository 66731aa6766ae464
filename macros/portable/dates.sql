{# Days from start_date to end_date, a whole number; negative when end_date is the earlier. #}
{% macro days_between(start_date, end_date) %}{{ return(adapter.dispatch('days_between', 'arrears')(start_date, end_date)) }}{% endmacro %}
{% macro default__days_between(start_date, end_date) %}({{ end_date }} - {{ start_date }}){% endmacro %}
{% macro duckdb__days_between(start_date, end_date) %}cast({{ end_date }} - {{ start_date }} as integer){% endmacro %}


{# The date that lies a whole number of days after date_value. #}
{% macro add_days(date_value, days) %}{{ return(adapter.dispatch('add_days', 'arrears')(date_value, days)) }}{% endmacro %}
{% macro default__add_days(date_value, days) %}({{ date_value }} + cast({{ days }} as integer)){% endmacro %}


{# Same day of the year some years later; 29 February becomes 28 February where there is none. #}
{% macro add_years(date_value, years) %}{{ return(adapter.dispatch('add_years', 'arrears')(date_value, years)) }}{% endmacro %}
{% macro default__add_years(date_value, years) %}cast({{ date_value }} + interval '{{ years }} years' as date){% endmacro %}


{# Days since 1970-01-01: the integer form of a date, in which the credit clock counts. #}
{% macro day_number(date_value) %}{{ days_between("cast('1970-01-01' as date)", date_value) }}{% endmacro %}


{# The date of a day number; day numbers past the year 9999, and none at all, are held at its last day: never. #}
{% macro date_of_day_number(number) %}{{ add_days("cast('1970-01-01' as date)", "least(" ~ number ~ ", 2932896)") }}{% endmacro %}


{# Months since year 0: one whole number per calendar month, so that months can be counted. #}
{% macro month_index(date_value) %}cast(extract(year from {{ date_value }}) * 12 + extract(month from {{ date_value }}) - 1 as integer){% endmacro %}


{# Last calendar day of the month of a date. #}
{% macro month_end_of(date_value) %}cast({{ dbt.last_day(date_value, 'month') }} as date){% endmacro %}


{# First calendar day of the month of a date. #}
{% macro month_start_of(date_value) %}cast({{ dbt.date_trunc('month', date_value) }} as date){% endmacro %}


{# The wall clock of a time zone at a UTC timestamp. Exact and slow: models go through local_date. #}
{% macro local_timestamp(utc_timestamp, timezone) %}{{ return(adapter.dispatch('local_timestamp', 'arrears')(utc_timestamp, timezone)) }}{% endmacro %}
{% macro default__local_timestamp(utc_timestamp, timezone) %}timezone({{ timezone }}, timezone('UTC', {{ utc_timestamp }})){% endmacro %}


{# The UTC time of an instant, whatever the zone of the session. #}
{% macro utc_timestamp(instant) %}{{ return(adapter.dispatch('utc_timestamp', 'arrears')(instant)) }}{% endmacro %}
{% macro default__utc_timestamp(instant) %}timezone('UTC', {{ instant }}){% endmacro %}


{# Seconds from one timestamp to another. #}
{% macro seconds_between(start_at, end_at) %}{{ return(adapter.dispatch('seconds_between', 'arrears')(start_at, end_at)) }}{% endmacro %}
{% macro default__seconds_between(start_at, end_at) %}cast(extract(epoch from ({{ end_at }} - {{ start_at }})) as integer){% endmacro %}


{# A timestamp moved by a number of seconds. #}
{% macro add_seconds(timestamp_value, seconds) %}{{ return(adapter.dispatch('add_seconds', 'arrears')(timestamp_value, seconds)) }}{% endmacro %}
{% macro default__add_seconds(timestamp_value, seconds) %}({{ timestamp_value }} + {{ seconds }} * interval '1 second'){% endmacro %}
{% macro duckdb__add_seconds(timestamp_value, seconds) %}({{ timestamp_value }} + to_seconds({{ seconds }})){% endmacro %}
