{# The parts of judged_rows that turn one row of text into typed values and their faults. #}

{# Type of a contract column in the judged and staging tables. #}
{% macro contract_type(type) %}
  {{ return({
    'text': dbt.type_string(), 'code': dbt.type_string(), 'date': 'date', 'far_date': 'date',
    'timestamp': 'timestamp', 'money': money_type() | trim, 'number': 'decimal(28, 12)',
    'integer': 'integer', 'boolean': 'boolean',
  }[type]) }}
{% endmacro %}


{# The column of the engine, none when it is unknown (parse time, unit tests) or absent. #}
{% macro found_column(column, found) %}{{ return(found.get(column.name) if found else none) }}{% endmacro %}


{# Whether a value has a text form of its own beside the typed one. #}
{% macro has_raw_text(column, found) %}
  {{ return(column.type not in ('text', 'code') and not is_native(column.type, found_column(column, found))) }}
{% endmacro %}


{# Whether the engine's column may be other than the text that is read: spaces around it, or letters in another case. #}
{% macro came_as_text(column, found) %}
  {{ return(not is_native(column.type, found_column(column, found)) and (not found or column.name in found)) }}
{% endmacro %}


{#
  The select that reads a raw table: text trimmed, empty text null, native types as they are. With with_came the text
  as it came stands beside it. A column that is absent is null; without loaded_at rows were loaded at the end of as_of_date.
#}
{% macro raw_select(columns, relation, found, with_came=false) %}
  {% set items = [] %}
  {% for column in columns %}
    {% set value = utc_timestamp(column.name) if found and is_zoned(found_column(column, found)) else column.name %}
    {% if found and column.name not in found and column.name == 'loaded_at' %}
      {% do items.append(end_of_as_of_date() ~ ' as loaded_at') %}
    {% elif found is none or (found and column.name not in found) %}
      {% do items.append('cast(null as ' ~ dbt.type_string() ~ ') as ' ~ column.name) %}
    {% elif is_native(column.type, found_column(column, found)) %}
      {% do items.append(column.name if value == column.name else value ~ ' as ' ~ column.name) %}
    {% else %}
      {% set text = "cast(" ~ value ~ " as " ~ dbt.type_string() ~ ")" %}
      {% do items.append("nullif(" ~ trimmed(text) ~ ", '') as " ~ column.name) %}
      {% if with_came %}{% do items.append(text ~ ' as came_' ~ column.name) %}{% endif %}
    {% endif %}
    {% if with_came and found is none %}{% do items.append('cast(null as ' ~ dbt.type_string() ~ ') as came_' ~ column.name) %}{% endif %}
  {% endfor %}
  {{ return('select\n    ' ~ items | join(',\n    ') ~ ('\n  where 1 = 0' if found is none else '\n  from ' ~ relation)) }}
{% endmacro %}


{# A value read as its type, with the text it came as beside it where the two can differ. #}
{% macro parsed_columns(columns, found, with_raw=true) %}
  {% set items = [] %}
  {% set parsers = {
    'date': parse_date, 'far_date': parse_date, 'timestamp': parse_timestamp, 'money': parse_money,
    'number': parse_number, 'integer': parse_integer, 'boolean': parse_boolean,
  } %}
  {% for column in columns %}
    {% set name = column.name %}
    {% if has_raw_text(column, found) %}
      {% if with_raw %}{% do items.append(name ~ ' as raw_' ~ name) %}{% endif %}
      {% do items.append(parsers[column.type](name) | trim ~ ' as ' ~ name) %}
    {% elif column.type == 'code' %}
      {% do items.append('lower(' ~ name ~ ') as ' ~ name) %}
    {% elif name in ('currency_code', 'country_code') %}
      {% do items.append('upper(' ~ name ~ ') as ' ~ name) %}
    {% else %}
      {% do items.append(name) %}
    {% endif %}
    {% if with_raw and came_as_text(column, found) %}{% do items.append('came_' ~ name) %}{% endif %}
  {% endfor %}
  {{ return(items) }}
{% endmacro %}


{# Every column that a row carries from parsing to its fate. #}
{% macro carried_columns(table) %}
  {% set items = [] %}
  {% for column in table.columns %}
    {% do items.append(column.name) %}
    {% if came_as_text(column, table.found) %}{% do items.append('came_' ~ column.name) %}{% endif %}
    {% if column.name in table.references %}{% do items.append('named_' ~ column.name) %}{% endif %}
  {% endfor %}
  {{ return(items + ['owner_opco_id', 'has_test_parent', 'is_not_yet_known', 'is_faulty', 'fault']) }}
{% endmacro %}


{# Every rule that holds for any table, as [condition, reason] in the order of the columns. #}
{% macro row_faults(table) %}
  {% set faults = [] %}
  {% for column in table.columns %}
    {% set name = column.name %}
    {% set came = 'raw_' ~ name if has_raw_text(column, table.found) else name %}
    {% if column.required %}{% do faults.append([came ~ ' is null', name ~ ': missing']) %}{% endif %}
    {% if column.type == 'money' %}
      {% do faults.extend(money_faults(table, name, came, has_raw_text(column, table.found))) %}
    {% elif has_raw_text(column, table.found) %}
      {% do faults.append([came ~ ' is not null and ' ~ name ~ ' is null', name ~ ': unparseable value']) %}
    {% endif %}
    {% if column.codes %}
      {% do faults.append([name ~ " not in ('" ~ column.codes | join("', '") ~ "')", name ~ ': unknown code']) %}
    {% endif %}
    {% if column.least is not none %}
      {% do faults.append([name ~ ' < ' ~ column.least, name ~ (': negative' if column.least == '0' else ': less than ' ~ column.least)]) %}
    {% endif %}
    {% if column.most is not none %}{% do faults.append([name ~ ' > ' ~ column.most, name ~ ': more than ' ~ column.most]) %}{% endif %}
    {% if column.type in ('date', 'far_date', 'timestamp') %}
      {% do faults.append([name ~ " < cast('1990-01-01' as " ~ contract_type(column.type) ~ ")", name ~ ': before 1990']) %}
      {% if name != 'loaded_at' %}
        {% set years = 40 if column.type == 'far_date' else 10 %}
        {% set day = 'cast(' ~ name ~ ' as date)' if column.type == 'timestamp' else name %}
        {% do faults.append([
          day ~ ' > ' ~ add_years('cast(loaded_at as date)', years),
          name ~ ': more than ' ~ ('forty' if years == 40 else 'ten') ~ ' years after loaded_at',
        ]) %}
      {% endif %}
    {% endif %}
    {% if name in table.parents %}
      {% do faults.append([name ~ ' is not null and has_no_' ~ name, name ~ ': unknown or quarantined in ' ~ table.parents[name]]) %}
    {% endif %}
  {% endfor %}
  {{ return(faults) }}
{% endmacro %}


{#
  I21: money has no more decimals than its currency (ISO 4217), nor than the warehouse. {currency} and {decimals} in a
  reason stand for those of the row's opco.
#}
{% macro money_faults(table, name, came, has_text) %}
  {% set faults = [] %}
  {% set too_many = name ~ ': more decimals than {currency} has ({decimals})' %}
  {% if has_text %}
    {% do faults.append(['not ' ~ is_number_text(came), name ~ ': unparseable value']) %}
    {% set unread = name ~ ' is null and ' ~ is_number_text(came) %}
    {% set is_small = 'coalesce(currency_decimals, 0) <= ' ~ money_decimals() %}
    {% do faults.append([unread ~ ' and ' ~ is_small, too_many]) %}
    {% do faults.append([
      unread ~ ' and not ' ~ is_small,
      name ~ ': more than ' ~ money_decimals() ~ ' decimals, {currency} has {decimals}: build with money_decimals: 3',
    ]) %}
  {% endif %}
  {% set finer = [] %}
  {% for decimals in range(money_decimals()) %}
    {% set whole = name ~ ' * ' ~ 10 ** decimals %}
    {% do finer.append('(currency_decimals = ' ~ decimals ~ ' and ' ~ whole ~ ' <> floor(' ~ whole ~ '))') %}
  {% endfor %}
  {% if has_money(table.name) %}{% do faults.append([finer | join(' or '), too_many]) %}{% endif %}
  {{ return(faults) }}
{% endmacro %}


{# The reason of a fault as SQL text, with what it says of the row's currency filled in. #}
{% macro reason_text(reason) %}
  {% set text = "'" ~ reason ~ "; '" %}
  {% set text = text.replace('{currency}', "' || coalesce(owner_currency, 'the currency') || '") %}
  {{ return(text.replace('{decimals}', "' || coalesce(cast(currency_decimals as " ~ dbt.type_string() ~ "), '" ~ money_decimals() ~ "') || '")) }}
{% endmacro %}


{# The row as it came, as JSON: the columns of the contract that it has, in their order. #}
{% macro raw_json(table) %}
{%- set items = [] -%}
{%- for column in table.columns if not table.found or column.name in table.found -%}
{%- set came = 'came_' ~ column.name if came_as_text(column, table.found) else column.name -%}
{%- do items.append("'\"" ~ column.name ~ "\": ' || " ~ json_text('cast(' ~ came ~ ' as ' ~ dbt.type_string() ~ ')')) -%}
{%- endfor -%}
'{' || {{ items | join("\n      || ', ' || ") }} || '}'
{%- endmacro %}
