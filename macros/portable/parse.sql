{#
  Reading text as a type, null where it cannot be read: see DECISIONLOG I7 for the formats.
  The pattern is checked first, so that no engine guesses; the calendar is checked by the engine.
#}
{% macro parse_date(text) %}{{ return(adapter.dispatch('parse_date', 'arrears')(text)) }}{% endmacro %}
{% macro date_shape() %}{{ return('^' ~ day_shape() ~ '([ T]00:00(:00([.]0+)?)?)?$') }}{% endmacro %}
{# Year 0 and a second 60 are spelled out of the patterns: engines disagree on them. #}
{% macro day_shape() %}{{ return('([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}') }}{% endmacro %}
{% macro default__parse_date(text) %}
case when {{ text_matches(text, date_shape()) }} and pg_input_is_valid(substr({{ text }}, 1, 10), 'date') then cast(substr({{ text }}, 1, 10) as date) end
{%- endmacro %}
{% macro duckdb__parse_date(text) %}
case when {{ text_matches(text, date_shape()) }} then try_cast(substr({{ text }}, 1, 10) as date) end
{%- endmacro %}


{# A UTC timestamp to the microsecond; another offset than zero is not readable. #}
{% macro parse_timestamp(text) %}{{ return(adapter.dispatch('parse_timestamp', 'arrears')(text)) }}{% endmacro %}
{% macro timestamp_shape() %}{{ return('^' ~ day_shape() ~ '([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?)?(Z|[+]00(:?00)?)?$') }}{% endmacro %}
{% macro timestamp_digits(text) %}substr(replace(regexp_replace({{ text }}, '(Z|[+]00(:?00)?)$', ''), 'T', ' '), 1, 26){% endmacro %}
{% macro default__parse_timestamp(text) %}
case when {{ text_matches(text, timestamp_shape()) }} and pg_input_is_valid({{ timestamp_digits(text) }}, 'timestamp') then cast({{ timestamp_digits(text) }} as timestamp) end
{%- endmacro %}
{% macro duckdb__parse_timestamp(text) %}
case when {{ text_matches(text, timestamp_shape()) }} then try_cast({{ timestamp_digits(text) }} as timestamp) end
{%- endmacro %}


{# A number with up to twelve digits before the point, rounded behind the twelfth after it; exports write small doubles as 6.1e-05 or 6.1E-05. #}
{% macro parse_number(text) %}
case when {{ is_number_text(text) }} then cast({{ text }} as decimal(28, 12)) end
{%- endmacro %}
{% macro is_number_text(text) %}{{ return(text_matches(text, '^[+-]?[0-9]{1,12}([.][0-9]{0,20})?([eE]-[0-9]{1,2})?$')) }}{% endmacro %}


{# Money: a number whose digits after the last that money has are zeros. Read at once as what it is: a detour over more digits takes eighty times as long. #}
{% macro parse_money(text) %}
case when {{ text_matches(text, '^[+-]?[0-9]{1,12}([.][0-9]{0,' ~ money_decimals() ~ '}0{0,18})?$') }} then cast({{ text }} as {{ money_type() }}) end
{%- endmacro %}


{# A whole number of up to nine digits; a point with zeros behind it is let through, because exports write 30.0. #}
{% macro parse_integer(text) %}
case when {{ text_matches(text, '^[+-]?[0-9]{1,9}([.]0*)?$') }} then cast(cast({{ text }} as decimal(18, 8)) as integer) end
{%- endmacro %}


{# true/false, t/f, yes/no, 1/0 in any case. #}
{% macro parse_boolean(text) %}
case when lower({{ text }}) in ('true', 't', 'yes', '1') then true when lower({{ text }}) in ('false', 'f', 'no', '0') then false end
{%- endmacro %}
