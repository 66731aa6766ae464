{# The first steps of judged_rows: which keys are linked, what rows may name, and the judging itself. #}

{#
  Keys whose rows must be compared with each other: those that come twice, and for payments those that take
  part in a reversal. Everything else is judged row by row.
#}
{% macro linked_keys_cte(table_name, columns, relation, found, key) %}
{%- set key_columns = columns | selectattr('name', 'in', key) | list -%}
-- keys that come twice{{ ', and payments that reverse or are reversed' if table_name == 'payments' }}
keys as (
  select
    {{ parsed_columns(key_columns, found, with_raw=false) | join(',\n    ') }}
  from (
    {{ raw_select(key_columns, relation, found) }}
  ) as raw_keys
),

repeated_keys as (
  select
    {{ key | join(',\n    ') }}
  from keys
  where {% for column in key %}{{ ' and ' if not loop.first }}{{ column }} is not null{% endfor %}
  group by {{ key | join(', ') }}
  having count(*) > 1
),

{% if table_name == 'payments' -%}
{%- set reversal_columns = columns | selectattr('name', 'in', ['payment_id', 'payment_type', 'reverses_payment_id']) | list -%}
reversals as (
  select
    payment_id,
    reverses_payment_id
  from (
    {{ raw_select(reversal_columns, relation, found) }}
  ) as raw_reversals
  where lower(payment_type) = 'reversal'
),

linked_keys as (
  select payment_id as linked_payment_id from repeated_keys
  union
  select payment_id as linked_payment_id from reversals
  union
  select reverses_payment_id as linked_payment_id from reversals where reverses_payment_id is not null
),
{%- else -%}
linked_keys as (
  select
    {% for column in key -%}
    {{ column }} as linked_{{ column }}{{ ',' if not loop.last }}
    {% endfor %}
  from repeated_keys
),
{%- endif %}
{%- endmacro %}


{# The parents that rows may belong to and the rows that they may name. #}
{% macro lookup_ctes(table_name, parents, references) %}
{% for column, parent in parents.items() -%}
-- {{ parent }} that {{ table_name }} may belong to; a kept row says whether it is a test's
{{ column }}_parents as (
  select
    {{ input_contract()[parent]['key'][0] }} as parent_key,
    max(case when row_status = 'accepted' then 1 else 0 end) = 0 as is_test
  from {{ ref('judged_' ~ parent) }}
  where row_status in ('accepted', 'excluded_test')
  group by {{ input_contract()[parent]['key'][0] }}
),

{% endfor -%}
{% for column, target in references.items() -%}
-- {{ target }} that {{ table_name }} may name
{{ column }}_targets as (
  select
    {{ reference_scope(target) }} as target_scope,
    {{ input_contract()[target]['key'][0] }} as target_key
  from {{ ref('judged_' ~ target) }}
  where row_status = 'accepted'
),

{% endfor -%}
{%- endmacro %}


{# What a row and the row that it names must share: a shop is its opco's, everything else its account's. #}
{% macro reference_scope(target) %}{{ return('opco_id' if target == 'shops' else 'account_id') }}{% endmacro %}


{# Rows read, parsed, looked up and judged. part: lone (keys that are not linked) or linked. #}
{% macro judging_ctes(part, table_name, columns, relation, found, parents, references, key, extra_faults) %}
{%- set faults = row_faults(columns, parents, found) + extra_faults -%}
-- {{ part }} rows: every value as it came, read as its type
{{ part }}_parsed as {{ computed_once() }} (
  select
    {{ parsed_columns(columns, found) | join(',\n    ') }}
  from (
    {{ raw_select(columns, relation, found) }}
  ) as raw_rows
),

-- parents and optional references looked up; a row of a test customer is marked
{{ part }}_looked_up as (
  select
    {% for column in columns if column.name not in references -%}
    parsed.{{ column.name }},
    {% endfor -%}
    {% for column in columns if has_raw_text(column, found) -%}
    parsed.raw_{{ column.name }},
    {% endfor -%}
    {% for column in references -%}
    {{ column }}_targets.target_key as {{ column }},
    parsed.{{ column }} as named_{{ column }},
    {% endfor -%}
    {% for column in parents -%}
    {{ column }}_parents.parent_key is null as has_no_{{ column }},
    {% endfor -%}
    {{ 'false' if not parents }}{% for column in parents %}{{ ' or ' if not loop.first }}coalesce({{ column }}_parents.is_test, false){% endfor %} as has_test_parent
  from {{ part }}_parsed as parsed
  {{ 'left' if part == 'lone' else 'inner' }} join linked_keys
    on {% for column in key %}{{ ' and ' if not loop.first }}parsed.{{ column }} = linked_keys.linked_{{ column }}{% endfor %}
  {% for column in parents -%}
  left join {{ column }}_parents on parsed.{{ column }} = {{ column }}_parents.parent_key
  {% endfor -%}
  {% for column, target in references.items() -%}
  left join {{ column }}_targets
    on parsed.{{ column }} = {{ column }}_targets.target_key
    and parsed.{{ reference_scope(target) }} = {{ column }}_targets.target_scope
  {% endfor -%}
  {{ 'where linked_keys.linked_' ~ key[0] ~ ' is null' if part == 'lone' }}
),

-- rows loaded after known_at are left out before anything is judged
{{ part }}_known as (
  select
    *,
    {{ 'coalesce(loaded_at > ' ~ known_at() ~ ', false)' if known_at() else 'false' }} as is_not_yet_known,
    coalesce(
      {% for condition, reason in faults %}{{ '\n      or ' if not loop.first }}({{ condition }}){% endfor %},
      false
    ) as is_faulty
  from {{ part }}_looked_up
),

-- the reasons are spelled out for faulty rows only
{{ part }}_judged as (
  select
    *,
    case
      when is_faulty then trim(
        trailing '; ' from
        {% for condition, reason in faults %}{{ '\n        || ' if not loop.first }}case when {{ condition }} then '{{ reason }}; ' else '' end{% endfor %}
      )
    end as fault
  from {{ part }}_known
),
{%- endmacro %}


{# Optional references that were set to null, as text; null when none was. #}
{% macro cleared_references(references) -%}
{%- if not references %}cast(null as {{ dbt.type_string() }}){% else -%}
nullif(
    trim(
      trailing '; ' from
      {% for column in references %}{{ '\n      || ' if not loop.first }}case when {{ column }} is null and named_{{ column }} is not null then '{{ column }}: ' || named_{{ column }} || '; ' else '' end{% endfor %}
    ),
    ''
  )
{%- endif %}
{%- endmacro %}
