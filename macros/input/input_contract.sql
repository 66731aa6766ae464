{# The input contract of vars.yml: every table a company can hand over, its key, its parents and its columns. #}
{% macro input_contract() %}{{ return(var('input_contract')) }}{% endmacro %}


{#
  The columns of one input table, in order, as a list of dicts: name, type, required, codes, least and most (bounds of
  a number as text, none without).
#}
{% macro contract_columns(table_name) %}
  {% set columns = [] %}
  {% for name, text in input_contract()[table_name]['columns'].items() %}
    {% set words = text.split(' ') %}
    {% set required = 'required' in words %}
    {% set rest = words[(2 if required else 1):] %}
    {% do columns.append({
        'name': name,
        'type': words[0],
        'required': required,
        'codes': rest if words[0] == 'code' else [],
        'least': rest[rest.index('from') + 1] if 'from' in rest and words[0] != 'code' else none,
        'most': rest[rest.index('to') + 1] if 'to' in rest and words[0] != 'code' else none,
    }) %}
  {% endfor %}
  {% do columns.append({
      'name': 'loaded_at', 'type': 'timestamp', 'required': true, 'codes': [], 'least': none, 'most': none,
  }) %}
  {{ return(columns) }}
{% endmacro %}


{# Optional references of a table to rows of other tables, or with own to rows of the table itself: column -> table. #}
{% macro contract_references(table_name, own=false) %}
  {% set found = {} %}
  {% for column, target in input_contract()[table_name].get('references', {}).items() if (target == table_name) == own %}
    {% do found.update({column: target}) %}
  {% endfor %}
  {{ return(found) }}
{% endmacro %}


{#
  How the rows of a table say which opco they belong to: `opco_id` when it is a column of their own, else the first
  parent that has one; none when there is none, or when the opco is the row itself.
#}
{% macro owner_column(table_name) %}
  {% if table_name == 'opcos' %}{{ return(none) }}{% endif %}
  {% set contract = input_contract()[table_name] %}
  {% if 'opco_id' in contract['columns'] %}{{ return('opco_id') }}{% endif %}
  {% for column, parent in contract.get('parents', {}).items() if 'opco_id' in input_contract()[parent]['columns'] %}
    {{ return(column) }}
  {% endfor %}
  {{ return(none) }}
{% endmacro %}


{# Whether a table has money, whose decimals are those of its opco's currency. #}
{% macro has_money(table_name) %}
  {{ return(owner_column(table_name) is not none and contract_columns(table_name) | selectattr('type', 'equalto', 'money') | list != []) }}
{% endmacro %}


{# Decimals of money in the warehouse: two, or three where a currency needs them. #}
{% macro money_decimals() %}
  {% if var('money_decimals') | string not in ('2', '3') %}
    {{ exceptions.raise_compiler_error("money_decimals is '" ~ var('money_decimals') ~ "'. Use 2, or 3 where a currency has three decimals.") }}
  {% endif %}
  {{ return(var('money_decimals') | int) }}
{% endmacro %}


{# The type of money in every table. #}
{% macro money_type() %}decimal(18, {{ money_decimals() }}){% endmacro %}


{# The type of sums of money over many rows. #}
{% macro money_sum_type() %}decimal(28, {{ money_decimals() }}){% endmacro %}
