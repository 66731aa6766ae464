{# Aging columns of the marts, each with its code in the reference table aging_buckets. #}
{% macro aging_columns() %}
  {{ return([
    ('not_yet_due', 'not_yet_due'),
    ('days_1_30', '1_30'),
    ('days_31_60', '31_60'),
    ('days_61_90', '61_90'),
    ('days_91_120', '91_120'),
    ('days_121_180', '121_180'),
    ('over_180', 'over_180'),
  ]) }}
{% endmacro %}


{# What leaves the ledger without money when its loan ends, each named after the end; what a completed loan leaves is waived. #}
{% macro leaving_movements() %}
  {{ return(['waived', 'written_off', 'repossessed', 'cancelled', 'opted_out', 'restructured']) }}
{% endmacro %}
{% macro leaving_movement(end_reason) %}case when {{ end_reason }} = 'completed' then 'waived' else {{ end_reason }} end{% endmacro %}


{# Kinds of movement of a ledger balance. The sign is in the amount: what is owed is above zero, what settles or leaves below. #}
{% macro ledger_movements() %}
  {{ return(['billed', 'brought_forward', 'credited', 'paid', 'bonus', 'refunded', 'paid_off'] + leaving_movements()) }}
{% endmacro %}


{# Amounts of money of an opco's month in the ledger. #}
{% macro billing_flows() %}
  {{ return([
    'billed', 'brought_forward', 'cash', 'opening_receivables', 'closing_receivables', 'closing_not_yet_due', 'arrears',
    'unapplied_credit', 'left_without_money',
  ] + leaving_movements() + ['paid_off', 'recoveries']) }}
{% endmacro %}


{# Dimensions of the billing metrics, as (name, SQL over fct_bills). #}
{% macro billing_dimensions() %}
  {{ return([
    ('all', "'all'"),
    ('opco', 'opco_id'),
    ('region', "opco_id || ' / ' || region"),
    ('income_band', 'income_band'),
    ('tariff', 'tariff'),
    ('tenure_band', 'tenure_band'),
    ('is_vulnerable', yes_no_unknown('is_vulnerable')),
    ('prefers_direct_debit', yes_no_unknown('prefers_direct_debit')),
  ]) }}
{% endmacro %}


{# Dimensions whose values never mix currencies: their money is in the opco's own, that of all others in the reporting currency. #}
{% macro own_currency_dimensions() %}{{ return(['opco', 'region', 'shop']) }}{% endmacro %}


{# A truth value as a dimension value. #}
{% macro yes_no_unknown(column) %}case when {{ column }} then 'true' when not {{ column }} then 'false' else 'unknown' end{% endmacro %}


{# Numbers of bills that the default rates are made of, as (name, condition over fct_bills). #}
{% macro bill_counts() %}
  {{ return([
    ('rated_bills', 'is_rated'),
    ('closed_bills', 'is_rated and is_window_closed'),
    ('defaulted_bills', 'default_60d'),
    ('defaulted_closed_bills', 'default_60d and is_window_closed'),
    ('defaulted_allocated_bills', 'default_60d_allocated'),
    ('defaulted_allocated_closed_bills', 'default_60d_allocated and is_window_closed'),
    ('defaulted_balance_forward_bills', 'default_60d_balance_forward'),
    ('defaulted_balance_forward_closed_bills', 'default_60d_balance_forward and is_window_closed'),
    ('defaulted_open_item_bills', 'default_60d_open_item'),
    ('defaulted_open_item_closed_bills', 'default_60d_open_item and is_window_closed'),
    ('closed_first_bills', 'is_first_bill and is_rated and is_window_closed'),
    ('defaulted_first_bills', 'is_first_bill and default_60d_allocated and is_window_closed'),
  ]) }}
{% endmacro %}
