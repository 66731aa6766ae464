{# The parts of judged_rows, in the order in which it uses them. #}

{# Type of a contract column in the judged and staging tables. #}
{% macro contract_type(type) %}
  {{ return({
    'text': dbt.type_string(), 'code': dbt.type_string(), 'date': 'date', 'far_date': 'date',
    'timestamp': 'timestamp', 'money': 'decimal(18, 2)', 'number': 'decimal(28, 12)',
    'integer': 'integer', 'boolean': 'boolean',
  }[type]) }}
{% endmacro %}


{# The column of the engine, none when it is unknown (parse time, unit tests). #}
{% macro found_column(column, found) %}{{ return(found.get(column.name) if found else none) }}{% endmacro %}


{# Whether a value has a text form of its own beside the typed one. #}
{% macro has_raw_text(column, found) %}
  {{ return(column.type not in ('text', 'code') and not is_native(column.type, found_column(column, found))) }}
{% endmacro %}


{# The select that reads a raw table: text trimmed, empty text null, native types as they are. #}
{% macro raw_select(columns, relation, found) %}
  {% set items = [] %}
  {% for column in columns %}
    {% set value = utc_timestamp(column.name) if found and is_zoned(found_column(column, found)) else column.name %}
    {% if found is none or (found and column.name not in found) %}
      {% do items.append('cast(null as ' ~ dbt.type_string() ~ ') as ' ~ column.name) %}
    {% elif is_native(column.type, found_column(column, found)) %}
      {% do items.append(column.name if value == column.name else value ~ ' as ' ~ column.name) %}
    {% else %}
      {% do items.append("nullif(" ~ trimmed("cast(" ~ value ~ " as " ~ dbt.type_string() ~ ")") ~ ", '') as " ~ column.name) %}
    {% endif %}
  {% endfor %}
  {{ return('select\n    ' ~ items | join(',\n    ') ~ ('\n  where 1 = 0' if found is none else '\n  from ' ~ relation)) }}
{% endmacro %}


{# A value read as its type, with the text it came as beside it where the two can differ. #}
{% macro parsed_columns(columns, found, with_raw=true) %}
  {% set items = [] %}
  {% for column in columns %}
    {% set name = column.name %}
    {% if has_raw_text(column, found) %}
      {% if with_raw %}{% do items.append(name ~ ' as raw_' ~ name) %}{% endif %}
      {% set parsers = {
        'date': parse_date, 'far_date': parse_date, 'timestamp': parse_timestamp, 'money': parse_money,
        'number': parse_number, 'integer': parse_integer, 'boolean': parse_boolean,
      } %}
      {% do items.append(parsers[column.type](name) | trim ~ ' as ' ~ name) %}
    {% elif column.type == 'code' %}
      {% do items.append('lower(' ~ name ~ ') as ' ~ name) %}
    {% elif name in ('currency_code', 'country_code') %}
      {% do items.append('upper(' ~ name ~ ') as ' ~ name) %}
    {% else %}
      {% do items.append(name) %}
    {% endif %}
  {% endfor %}
  {{ return(items) }}
{% endmacro %}


{# Every column that a row carries from parsing to its fate. #}
{% macro carried_columns(columns, contract, found) %}
  {% set items = [] %}
  {% for column in columns %}
    {% do items.append(column.name) %}
    {% if has_raw_text(column, found) %}{% do items.append('raw_' ~ column.name) %}{% endif %}
    {% if column.name in contract.get('references', {}) %}{% do items.append('named_' ~ column.name) %}{% endif %}
    {% if column.name in contract.get('parents', {}) %}{% do items.append('has_no_' ~ column.name) %}{% endif %}
  {% endfor %}
  {{ return(items + ['has_test_parent', 'is_not_yet_known', 'is_faulty', 'fault']) }}
{% endmacro %}


{# Every rule that holds for any table, as [condition, reason] in the order of the columns. #}
{% macro row_faults(columns, parents, found) %}
  {% set faults = [] %}
  {% for column in columns %}
    {% set name = column.name %}
    {% set came = 'raw_' ~ name if has_raw_text(column, found) else name %}
    {% if column.required %}{% do faults.append([came ~ ' is null', name ~ ': missing']) %}{% endif %}
    {% if has_raw_text(column, found) and column.type == 'money' %}
      {% do faults.append(['not ' ~ is_number_text(came), name ~ ': unparseable value']) %}
      {% do faults.append([name ~ ' is null and ' ~ is_number_text(came), name ~ ': more than two decimals']) %}
    {% elif has_raw_text(column, found) %}
      {% do faults.append([came ~ ' is not null and ' ~ name ~ ' is null', name ~ ': unparseable value']) %}
    {% endif %}
    {% if column.codes %}
      {% do faults.append([name ~ " not in ('" ~ column.codes | join("', '") ~ "')", name ~ ': unknown code']) %}
    {% endif %}
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
    {% if name in parents %}
      {% do faults.append([name ~ ' is not null and has_no_' ~ name, name ~ ': unknown or quarantined in ' ~ parents[name]]) %}
    {% endif %}
  {% endfor %}
  {{ return(faults) }}
{% endmacro %}


{#
  Of several good rows with one key, the one loaded last is kept; equal copies collapse to one, and rows
  that contradict each other are marked. Only keys that come twice are sorted.
  Adds is_conflict, is_version (good, and the first of its equal copies) and is_kept to the columns of source_cte.
#}
{% macro version_ctes(source_cte, target_cte, key, names, carried) %}
{%- set key_list = key | join(', ') -%}
-- keys with more than one good row
{{ target_cte }}_keys as (
  select
    {{ key | join(',\n    ') }}
  from {{ source_cte }}
  where not is_faulty and not is_not_yet_known
  group by {{ key_list }}
  having count(*) > 1
),

{{ target_cte }}_marked as (
  select
    {% for name in carried %}{{ source_cte }}.{{ name }},
    {% endfor -%}
    not {{ source_cte }}.is_faulty and not {{ source_cte }}.is_not_yet_known as is_good,
    {{ target_cte }}_keys.{{ key[0] }} is not null as has_repeated_key
  from {{ source_cte }}
  left join {{ target_cte }}_keys
    on {% for name in key %}{{ ' and ' if not loop.first }}{{ source_cte }}.{{ name }} = {{ target_cte }}_keys.{{ name }}{% endfor %}
),

-- the whole row as one text tells equal copies from contradictions
{{ target_cte }}_contents as (
  select
    *,
    {% for name in names %}{{ " || ',' || " if not loop.first }}{{ json_text('cast(' ~ name ~ ' as ' ~ dbt.type_string() ~ ')') }}{% endfor %} as content
  from {{ target_cte }}_marked
  where is_good and has_repeated_key
),

{{ target_cte }}_conflicts as (
  select
    *,
    min(content) over (partition by {{ key_list }}, loaded_at)
    <> max(content) over (partition by {{ key_list }}, loaded_at) as is_conflict,
    row_number() over (partition by {{ key_list }}, loaded_at order by content) as copy_number
  from {{ target_cte }}_contents
),

{{ target_cte }}_latest as (
  select
    *,
    max(case when not is_conflict then loaded_at end) over (partition by {{ key_list }}) as kept_loaded_at
  from {{ target_cte }}_conflicts
),

{{ target_cte }} as (
  select
    {{ carried | join(',\n    ') }},
    false as is_conflict,
    is_good as is_version,
    is_good as is_kept
  from {{ target_cte }}_marked
  where not (is_good and has_repeated_key)
  union all
  select
    {{ carried | join(',\n    ') }},
    is_conflict,
    not is_conflict and copy_number = 1 as is_version,
    not is_conflict and copy_number = 1 and loaded_at = kept_loaded_at as is_kept
  from {{ target_cte }}_latest
),
{% endmacro %}


{#
  Reversals are judged against the kept version of the payment they name: it must be an earlier payment
  of the same account with exactly the opposite amount.
#}
{% macro reversal_ctes(key, names, carried) %}
-- payments that a reversal names
named_payments as (
  select *
  from linked_judged
  where payment_id in (select naming.reverses_payment_id from linked_judged as naming where naming.payment_type = 'reversal')
),

{{ version_ctes('named_payments', 'named_versions', key, names, carried) }}

reversal_targets as (
  select
    payment_id as target_payment_id,
    account_id as target_account_id,
    paid_at as target_paid_at,
    amount as target_amount
  from named_versions
  where is_kept and payment_type not in ('refund', 'reversal')
),

candidates as (
  select
    {{ carried | join(',\n    ') }}
  from linked_judged
  where is_faulty or is_not_yet_known or payment_type <> 'reversal'
  union all
  select
    {% for name in carried if name not in ('is_faulty', 'fault') -%}
    judged.{{ name }},
    {% endfor -%}
    reversal_targets.target_payment_id is null as is_faulty,
    case
      when reversal_targets.target_payment_id is null
        then 'reverses_payment_id: names no earlier payment of this account with the opposite amount'
    end as fault
  from linked_judged as judged
  left join reversal_targets
    on
      judged.reverses_payment_id = reversal_targets.target_payment_id
      and judged.account_id = reversal_targets.target_account_id
      and judged.amount = -reversal_targets.target_amount
      and judged.paid_at > reversal_targets.target_paid_at
  where not judged.is_faulty and not judged.is_not_yet_known and judged.payment_type = 'reversal'
),

{% endmacro %}


{# The row as it came, as JSON in the order of the contract. #}
{% macro raw_json(columns, references, found) %}
'{' {%- for column in columns %}
{%- set came = 'raw_' ~ column.name if has_raw_text(column, found) else ('named_' ~ column.name if column.name in references else column.name) %}
      || '{{ ', ' if not loop.first }}"{{ column.name }}": ' || {{ json_text('cast(' ~ came ~ ' as ' ~ dbt.type_string() ~ ')') }}
{%- endfor %} || '}'
{%- endmacro %}
