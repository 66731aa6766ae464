{#
  The opco-local day of a UTC timestamp. Needs opcos (timezone) and timezone_days (offset_seconds) joined;
  the exact conversion runs only on days when the clock changes.
#}
{% macro local_date(utc_timestamp) -%}
cast(
    case
      when timezone_days.offset_seconds is not null
        then {{ add_seconds(utc_timestamp, 'timezone_days.offset_seconds') }}
      else {{ local_timestamp(utc_timestamp, 'opcos.timezone') }}
    end as date
  )
{%- endmacro %}
