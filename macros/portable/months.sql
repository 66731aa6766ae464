{# Same day some whole number of months later (or earlier), held at the last day of a shorter month. #}
{% macro add_months(date_value, months) %}{{ return(adapter.dispatch('add_months', 'arrears')(date_value, months)) }}{% endmacro %}
{% macro default__add_months(date_value, months) %}cast({{ date_value }} + ({{ months }}) * interval '1 month' as date){% endmacro %}


{# A day of the month in the month of date_value; a day the month does not have becomes its last. #}
{% macro day_in_month(date_value, day_of_month) %}
least({{ add_days(month_start_of(date_value), day_of_month ~ ' - 1') }}, {{ month_end_of(date_value) }})
{%- endmacro %}


{# Half-up rounding of a non-negative double to a whole number of minor units, as money. #}
{% macro cents_to_money(cents) %}cast(cast(floor({{ cents }} + 0.5) as decimal(18, 0)) * {{ '0.01' if money_decimals() == 2 else '0.001' }} as {{ money_type() }}){% endmacro %}
