{# The raw table of the input contract, wherever it comes from. #}
{% macro raw_relation(table_name) %}
  {% if var('raw_source') == 'seeds' %}{{ return(ref(table_name)) }}{% endif %}
  {{ return(source('raw', table_name)) }}
{% endmacro %}


{#
  Column name -> column of a raw table as the engine has it, or none when the table is absent.
  Errors: a seed that is not loaded yet.
#}
{% macro raw_columns(table_name, relation) %}
  {% if not execute or relation.is_cte %}{{ return({}) }}{% endif %}
  {% set existing = adapter.get_relation(relation.database, relation.schema, relation.identifier) %}
  {% if existing is none and var('raw_source') == 'seeds' and flags.WHICH in ('run', 'build') %}
    {{ exceptions.raise_compiler_error("table " ~ table_name ~ ", file seeds/raw/" ~ table_name ~ ".csv: it is not loaded. Run dbt build, which loads the seeds first.") }}
  {% endif %}
  {% if existing is none %}{{ return(none) }}{% endif %}
  {% set found = {} %}
  {% for column in adapter.get_columns_in_relation(existing) %}
    {% do found.update({column.name | lower: column}) %}
  {% endfor %}
  {{ return(found) }}
{% endmacro %}


{# Whether the engine already holds a column as the contract's type, so that no text needs reading. #}
{% macro is_native(type, column) %}
  {% set dtype = (column.data_type if column else 'text') | upper %}
  {% if type in ('date', 'far_date') %}{{ return(dtype == 'DATE') }}{% endif %}
  {% if type == 'timestamp' %}{{ return(dtype in ('TIMESTAMP', 'TIMESTAMP WITHOUT TIME ZONE') or is_zoned(column)) }}{% endif %}
  {% if type == 'boolean' %}{{ return(dtype == 'BOOLEAN') }}{% endif %}
  {% if type == 'integer' %}{{ return(dtype in ('INTEGER', 'SMALLINT', 'TINYINT')) }}{% endif %}
  {% if type == 'number' %}{{ return(dtype in ('INTEGER', 'SMALLINT') or fits_decimal(dtype, 16, 12)) }}{% endif %}
  {% if type == 'money' %}{{ return(fits_decimal(dtype, 18 - money_decimals(), money_decimals())) }}{% endif %}
  {{ return(false) }}
{% endmacro %}


{# Whether a decimal type has no more digits than these before and behind the point. #}
{% macro fits_decimal(dtype, before, behind) %}
  {% set found = modules.re.match('^DECIMAL\\(([0-9]+),\\s*([0-9]+)\\)$', dtype) %}
  {% if found is none %}{{ return(false) }}{% endif %}
  {{ return(found.group(1) | int - found.group(2) | int <= before and found.group(2) | int <= behind) }}
{% endmacro %}


{# Whether the engine holds a column as an instant, which it would show in the zone of the session. #}
{% macro is_zoned(column) %}
  {{ return((column.data_type if column else '') | upper in ('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ')) }}
{% endmacro %}
