{#
  The day the warehouse is built for, taken as complete. The one place that may resolve `today`.
  Errors: no as_of_date without seeds, or one that is no date.
#}
{% macro as_of_date() %}
  {% set value = var('as_of_date', none) %}
  {% if value in (none, '') and var('raw_source') == 'seeds' %}
    {% set value = var('demo_as_of_date') %}
  {% elif value in (none, '') %}
    {{ exceptions.raise_compiler_error("as_of_date is not set. Say for which day to build: --vars '{as_of_date: 2025-12-31}', or today.") }}
  {% elif value | string | lower == 'today' %}
    {% set value = run_started_at.astimezone(modules.pytz.utc).strftime('%Y-%m-%d') %}
  {% elif not modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', value | string) %}
    {{ exceptions.raise_compiler_error("as_of_date is '" ~ value ~ "'. Write it as YYYY-MM-DD, or today.") }}
  {% endif %}
  {{ return("cast('" ~ value ~ "' as date)") }}
{% endmacro %}


{# The UTC time after which loaded rows are left out, as SQL, or none when every row counts. #}
{% macro known_at() %}
  {% set value = var('known_at', none) %}
  {% if value in (none, '') %}{{ return(none) }}{% endif %}
  {% if not modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?Z?$', value | string) %}
    {{ exceptions.raise_compiler_error("known_at is '" ~ value ~ "'. Write it as YYYY-MM-DD HH:MM:SS, in UTC.") }}
  {% endif %}
  {{ return("cast('" ~ (value | string).replace('T', ' ').replace('Z', '') ~ "' as timestamp)") }}
{% endmacro %}
