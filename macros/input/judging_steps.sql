{# The first steps of judged_rows: which keys are linked, what rows may name, and the judging itself. #}

{#
  Keys whose rows must be compared with each other: those that come twice, and those that name each other by
  linked_by. Everything else is judged row by row.
#}
{% macro linked_keys_ctes(table, linked_by) %}
{%- set key_columns = table.columns | selectattr('name', 'in', table.key) | list -%}
-- keys that come twice
keys as (
  select
    {{ parsed_columns(key_columns, table.found, with_raw=false) | join(',\n    ') }}
  from (
    {{ raw_select(key_columns, table.relation, table.found) }}
  ) as raw_keys
),

repeated_keys as (
  select
    {{ table.key | join(',\n    ') }}
  from keys
  where {% for column in table.key %}{{ ' and ' if not loop.first }}{{ column }} is not null{% endfor %}
  group by {{ table.key | join(', ') }}
  having count(*) > 1
),

{% if linked_by -%}
{%- set naming = table.columns | selectattr('name', 'in', [table.key[0], linked_by.column, linked_by.marked_in]) | list -%}
-- rows that take part in what another row does to them
naming_rows as (
  select
    {{ table.key[0] }},
    {{ linked_by.column }}
  from (
    {{ raw_select(naming, table.relation, table.found) }}
  ) as raw_naming_rows
  where lower({{ linked_by.marked_in }}) = '{{ linked_by.mark }}'
),

linked_keys as (
  select {{ table.key[0] }} as linked_{{ table.key[0] }} from repeated_keys
  union
  select {{ table.key[0] }} as linked_{{ table.key[0] }} from naming_rows
  union
  select {{ linked_by.column }} as linked_{{ table.key[0] }} from naming_rows where {{ linked_by.column }} is not null
),
{%- else -%}
linked_keys as (
  select
    {% for column in table.key -%}
    {{ column }} as linked_{{ column }}{{ ',' if not loop.last }}
    {% endfor %}
  from repeated_keys
),
{%- endif %}
{%- endmacro %}


{# The parents that rows may belong to, the rows that they may name, and the currency of their opco. #}
{% macro lookup_ctes(table) %}
{% for column, parent in table.parents.items() -%}
{%- set parent_key = input_contract()[parent]['key'][0] -%}
-- {{ parent }} that {{ table.name }} may belong to; a kept row says whether it is a test's
{{ column }}_parents as (
  select
    {{ parent_key }} as parent_key,
    {% if column == table.owner and column != 'opco_id' -%}
    max(opco_id) as parent_opco_id,
    {% endif -%}
    max(case when row_status = 'accepted' then 1 else 0 end) = 0 as is_test
  from {{ ref('judged_' ~ parent) }}
  where row_status in ('accepted', 'excluded_test')
  group by {{ parent_key }}
),

{% endfor -%}
{% for column, target in table.references.items() -%}
-- {{ target }} that {{ table.name }} may name
{{ column }}_targets as (
  select
    {{ reference_scope(target) }} as target_scope,
    {{ input_contract()[target]['key'][0] }} as target_key
  from {{ ref('judged_' ~ target) }}
  where row_status = 'accepted'
),

{% endfor -%}
{% if has_money(table.name) -%}
-- the currency of each opco and its decimals
owner_currencies as (
  select
    opcos.opco_id as currency_opco_id,
    currencies.currency_code as owner_currency,
    currencies.decimals as currency_decimals
  from {{ ref('judged_opcos') }} as opcos
  inner join {{ ref('currencies') }} as currencies on opcos.currency_code = currencies.currency_code
  where opcos.row_status = 'accepted'
),

{% endif -%}
{%- endmacro %}


{# What a row and the row that it names must share: a shop is its opco's, everything else its account's. #}
{% macro reference_scope(target) %}{{ return('opco_id' if target == 'shops' else 'account_id') }}{% endmacro %}


{# Rows read, parsed, looked up and judged. part: lone (keys that are not linked) or linked. #}
{% macro judging_ctes(part, table, extra_faults) %}
{%- set faults = row_faults(table) + extra_faults -%}
{%- set owner = 'null' if table.owner is none else ('parsed.opco_id' if table.owner == 'opco_id' else table.owner ~ '_parents.parent_opco_id') -%}
-- {{ part }} rows: every value as it came, read as its type
{{ part }}_parsed as {{ computed_once() }} (
  select
    {{ parsed_columns(table.columns, table.found) | join(',\n    ') }}
  from (
    {{ raw_select(table.columns, table.relation, table.found, with_came=true) }}
  ) as raw_rows
),

-- parents and optional references looked up; a row of a test customer is marked
{{ part }}_looked_up as (
  select
    {% for column in table.columns -%}
    {% if column.name not in table.references -%}
    parsed.{{ column.name }},
    {% endif -%}
    {% if has_raw_text(column, table.found) -%}
    parsed.raw_{{ column.name }},
    {% endif -%}
    {% if came_as_text(column, table.found) -%}
    parsed.came_{{ column.name }},
    {% endif -%}
    {% endfor -%}
    {% for column in table.references -%}
    {{ column }}_targets.target_key as {{ column }},
    parsed.{{ column }} as named_{{ column }},
    {% endfor -%}
    {% for column in table.parents -%}
    {{ column }}_parents.parent_key is null as has_no_{{ column }},
    {% endfor -%}
    {% if has_money(table.name) -%}
    owner_currencies.owner_currency,
    owner_currencies.currency_decimals,
    {% endif -%}
    cast({{ owner }} as {{ dbt.type_string() }}) as owner_opco_id,
    {{ 'false' if not table.parents }}{% for column in table.parents %}{{ ' or ' if not loop.first }}coalesce({{ column }}_parents.is_test, false){% endfor %} as has_test_parent
  from {{ part }}_parsed as parsed
  {{ 'left' if part == 'lone' else 'inner' }} join linked_keys
    on {% for column in table.key %}{{ ' and ' if not loop.first }}parsed.{{ column }} = linked_keys.linked_{{ column }}{% endfor %}
  {% for column in table.parents -%}
  left join {{ column }}_parents on parsed.{{ column }} = {{ column }}_parents.parent_key
  {% endfor -%}
  {% for column, target in table.references.items() -%}
  left join {{ column }}_targets
    on parsed.{{ column }} = {{ column }}_targets.target_key
    and parsed.{{ reference_scope(target) }} = {{ column }}_targets.target_scope
  {% endfor -%}
  {{ 'left join owner_currencies on ' ~ owner ~ ' = owner_currencies.currency_opco_id' if has_money(table.name) }}
  {{ 'where linked_keys.linked_' ~ table.key[0] ~ ' is null' if part == 'lone' }}
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
        {% for condition, reason in faults %}{{ '\n        || ' if not loop.first }}case when {{ condition }} then {{ reason_text(reason) }} else '' end{% endfor %}
      )
    end as fault
  from {{ part }}_known
),
{%- endmacro %}
