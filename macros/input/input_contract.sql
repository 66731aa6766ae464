{# The input contract of vars.yml: every table a company can hand over, its key, its parents and its columns. #}
{% macro input_contract() %}{{ return(var('input_contract')) }}{% endmacro %}


{# The columns of one input table, in order, as a list of dicts: name, type, required, codes. #}
{% macro contract_columns(table_name) %}
  {% set columns = [] %}
  {% for name, text in input_contract()[table_name]['columns'].items() %}
    {% set words = text.split(' ') %}
    {% set required = 'required' in words %}
    {% do columns.append({
        'name': name,
        'type': words[0],
        'required': required,
        'codes': words[(2 if required else 1):],
    }) %}
  {% endfor %}
  {% do columns.append({'name': 'loaded_at', 'type': 'timestamp', 'required': true, 'codes': []}) %}
  {{ return(columns) }}
{% endmacro %}
