{# Whole-number division, towards zero: both sides are integers. #}
{% macro int_div(dividend, divisor) %}{{ return(adapter.dispatch('int_div', 'arrears')(dividend, divisor)) }}{% endmacro %}
{% macro default__int_div(dividend, divisor) %}(({{ dividend }}) / ({{ divisor }})){% endmacro %}
{% macro duckdb__int_div(dividend, divisor) %}(({{ dividend }}) // ({{ divisor }})){% endmacro %}


{#
  A ratio of two sums as a double: null, never 0, NaN or infinity, when the denominator is 0 or null.
  Both sides are summed before they are divided, at every level.
#}
{% macro rate(numerator, denominator) %}
(cast({{ numerator }} as {{ type_double() }}) / nullif(cast({{ denominator }} as {{ type_double() }}), 0))
{%- endmacro %}


{#
  A sum of floats that is the same in whatever order the engine adds them: exact to fifteen decimals. `over` makes it a window.
#}
{% macro sum_of_floats(value, over='') %}
cast(sum(cast({{ value }} as decimal(38, 15))){{ ' over (' ~ over ~ ')' if over }} as {{ type_double() }})
{%- endmacro %}


{# Eight-byte floating point. #}
{% macro type_double() %}{{ return(adapter.dispatch('type_double', 'arrears')()) }}{% endmacro %}
{% macro default__type_double() %}double precision{% endmacro %}
{% macro duckdb__type_double() %}double{% endmacro %}


{# Wide integers, for products of money and seconds that pass eight bytes. #}
{% macro type_wide_integer() %}{{ return(adapter.dispatch('type_wide_integer', 'arrears')()) }}{% endmacro %}
{% macro default__type_wide_integer() %}numeric(38, 0){% endmacro %}
{% macro duckdb__type_wide_integer() %}hugeint{% endmacro %}


{#
  Seconds of credit that an amount buys at a daily rate: 86400 x amount / rate, rounded half up.
  In whole minor units, because DuckDB divides decimals as doubles. Null rate or rate 0: null, said in words
  because least() skips nulls. Eight bytes hold the sum for all but fantastic money, and divide many times faster.
#}
{% macro credit_seconds(amount, daily_rate) %}
{%- set minor_amount = minor_units(amount) -%}
{%- set minor_rate = 'nullif(' ~ minor_units(daily_rate) ~ ', 0)' -%}
{%- set wide_amount = 'cast(' ~ minor_units(amount) ~ ' as ' ~ type_wide_integer() ~ ')' -%}
{%- set wide_rate = 'cast(' ~ minor_units(daily_rate) ~ ' as ' ~ type_wide_integer() ~ ')' -%}
case
      when {{ amount }} is null or {{ daily_rate }} is null or {{ daily_rate }} = 0 then null
      when {{ amount }} < 100000000000 and {{ daily_rate }} < 10000000000000000
        then least({{ int_div('2 * 86400 * ' ~ minor_amount ~ ' + ' ~ minor_rate, '2 * ' ~ minor_rate) }}, 1000000000000)
      else cast(least({{ floor_div_wide('2 * 86400 * ' ~ wide_amount ~ ' + ' ~ wide_rate, '2 * ' ~ wide_rate) }}, 1000000000000) as bigint)
    end
{%- endmacro %}


{# Money in whole minor units, as an eight-byte integer. #}
{% macro minor_units(amount) %}{{ return('cast(cast(' ~ amount ~ ' as ' ~ money_type() ~ ') * ' ~ 10 ** money_decimals() ~ ' as bigint)') }}{% endmacro %}


{# Floor of a quotient of two wide integers, both positive. #}
{% macro floor_div_wide(dividend, divisor) %}{{ return(adapter.dispatch('floor_div_wide', 'arrears')(dividend, divisor)) }}{% endmacro %}
{% macro default__floor_div_wide(dividend, divisor) %}div({{ dividend }}, {{ divisor }}){% endmacro %}
{% macro duckdb__floor_div_wide(dividend, divisor) %}(({{ dividend }}) // ({{ divisor }})){% endmacro %}
