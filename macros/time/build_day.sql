{#
  The day the warehouse is built for, taken as complete. The one place that may resolve `today`.
  Errors: no as_of_date without seeds, or one that is no date.
#}
{% macro as_of_date() %}{{ return("cast('" ~ as_of_day() ~ "' as date)") }}{% endmacro %}


{# The last second of that day, as text. #}
{% macro end_of_as_of_date() %}{{ return("cast('" ~ as_of_day() ~ " 23:59:59' as " ~ dbt.type_string() ~ ")") }}{% endmacro %}


{# The day as text, YYYY-MM-DD. #}
{% macro as_of_day() %}
  {% set value = var('as_of_date', none) %}
  {% if value in (none, '') and var('raw_source') == 'seeds' %}
    {% set value = var('demo_as_of_date') %}
  {% elif value in (none, '') %}
    {{ exceptions.raise_compiler_error("as_of_date is not set. Say for which day to build: --vars '{as_of_date: 2025-12-31}', or today.") }}
  {% elif value | string | lower == 'today' %}
    {% set value = run_started_at.astimezone(modules.pytz.utc).strftime('%Y-%m-%d') %}
  {% elif not is_day(value | string) %}
    {{ exceptions.raise_compiler_error("as_of_date is '" ~ value ~ "'. Write it as YYYY-MM-DD, or today.") }}
  {% endif %}
  {{ return(value | string) }}
{% endmacro %}


{# The UTC time after which loaded rows are left out, as SQL, or none when every row counts. #}
{% macro known_at() %}
  {% set value = var('known_at', none) %}
  {% if value in (none, '') %}{{ return(none) }}{% endif %}
  {% set shape = '^([0-9]{4}-[0-9]{2}-[0-9]{2})([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?)?(Z|[+]00:00)?$' %}
  {% set found = modules.re.match(shape, value | string) %}
  {% if found is none or not is_day(found.group(1)) %}
    {{ exceptions.raise_compiler_error("known_at is '" ~ value ~ "'. Write it as YYYY-MM-DD HH:MM:SS, in UTC.") }}
  {% endif %}
  {{ return("cast('" ~ (value | string).replace('T', ' ').replace('Z', '').replace('+00:00', '') ~ "' as timestamp)") }}
{% endmacro %}


{# Whether a text is a day of the calendar, written YYYY-MM-DD. #}
{% macro is_day(text) %}
  {% set found = modules.re.match('^([0-9]{4})-(0[1-9]|1[0-2])-([0-9]{2})$', text) %}
  {% if found is none %}{{ return(false) }}{% endif %}
  {% set year, month, day = found.group(1) | int, found.group(2) | int, found.group(3) | int %}
  {% set is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) %}
  {% set lengths = [31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] %}
  {{ return(1 <= day <= lengths[month - 1]) }}
{% endmacro %}


{# The UTC time at which the build began, for what can be no later than it. #}
{% macro build_started_at() %}
  {{ return("cast('" ~ run_started_at.astimezone(modules.pytz.utc).strftime('%Y-%m-%d %H:%M:%S') ~ "' as timestamp)") }}
{% endmacro %}
