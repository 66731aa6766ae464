{#
  All rows of one raw table, each with its fate. Grain: one row per raw row.

  Columns: those of the input contract, typed (null where unreadable); row_status (accepted, superseded,
  quarantined, excluded_test, not_yet_known); quarantine_reason (null but for faulty rows); row_json (the row as it
  came, faulty rows only); cleared_references (optional references set to null).
  extra_faults: list of [condition, reason] of this table alone.
#}
{% macro judged_rows(table_name, extra_faults=[]) %}
{%- set contract = input_contract()[table_name] -%}
{%- set columns = contract_columns(table_name) -%}
{%- set relation = raw_relation(table_name) -%}
{%- set found = raw_columns(table_name, relation) -%}
{%- set parents = contract.get('parents', {}) -%}
{%- set references = contract.get('references', {}) -%}
{%- set key = contract['key'] -%}
{%- set names = [] -%}
{%- for column in columns -%}
  {%- do names.append('named_' ~ column.name if column.name in references else column.name) -%}
{%- endfor -%}
with

-- every value as it came; a table the company does not have is empty
raw_rows as (
  {{ raw_select(columns, relation, found) }}
),

{% for column, parent in parents.items() -%}
-- {{ parent }} that {{ table_name }} may belong to
{{ column }}_parents as (
  select
    {{ input_contract()[parent]['key'][0] }} as parent_key,
    -- a kept row decides; faulty rows of a test customer count only without one
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
    {{ 'account_id as target_account_id,' if target != 'shops' }}
    {{ input_contract()[target]['key'][0] }} as target_key
  from {{ ref('judged_' ~ target) }}
  where row_status = 'accepted'
),

{% endfor -%}
-- values read as their types
parsed as {{ computed_once() }} (
  select
    {{ parsed_columns(columns, found) | join(',\n    ') }}
  from raw_rows
),

-- parents and optional references looked up; a row of a test customer is marked
linked as (
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
  from parsed
  {% for column in parents -%}
  left join {{ column }}_parents on parsed.{{ column }} = {{ column }}_parents.parent_key
  {% endfor -%}
  {% for column, target in references.items() -%}
  left join {{ column }}_targets
    on parsed.{{ column }} = {{ column }}_targets.target_key
    {{ 'and parsed.account_id = ' ~ column ~ '_targets.target_account_id' if target != 'shops' }}
  {% endfor %}
),

{%- set faults = row_faults(columns, parents, found) + extra_faults %}

-- rows loaded after known_at are left out before anything is judged
known as (
  select
    *,
    {{ 'coalesce(loaded_at > ' ~ known_at() ~ ', false)' if known_at() else 'false' }} as is_not_yet_known,
    coalesce(
      {% for condition, reason in faults %}{{ '\n      or ' if not loop.first }}({{ condition }}){% endfor %},
      false
    ) as is_faulty
  from linked
),

-- the reasons are spelled out for faulty rows only
judged as (
  select
    *,
    case
      when is_faulty then trim(
        trailing '; ' from
        {% for condition, reason in faults %}{{ '\n        || ' if not loop.first }}case when {{ condition }} then '{{ reason }}; ' else '' end{% endfor %}
      )
    end as fault
  from known
),

{% set carried = carried_columns(columns, contract, found) -%}
{% if table_name == 'payments' %}{{ reversal_ctes(key, names, carried) }}{% else -%}
candidates as (
  select * from judged
),

{% endif -%}
{{ version_ctes('candidates', 'versions', key, names, carried) }}

{% if table_name == 'payments' -%}
-- of several good reversals of one payment the first stands
repeated_reversals as (
  select
    payment_id,
    row_number() over (partition by reverses_payment_id order by paid_at, payment_id) > 1 as is_repeated
  from versions
  where is_kept and payment_type = 'reversal'
),

{% endif -%}
{% if table_name == 'customers' -%}
-- the kept version says whether a customer is a test
test_customers as (
  select customer_id as test_customer_id from versions where is_kept and is_test
),

{% endif -%}
fated as (
  select
    versions.*,
    {{ 'test_customers.test_customer_id is not null' if table_name == 'customers' else 'versions.has_test_parent' }} as is_test_row,
    case
      when versions.is_faulty then versions.fault
      when versions.is_conflict then '{{ key | join(', ') }}: other row with this key and loaded_at'
      {% if table_name == 'payments' -%}
      when versions.is_kept and coalesce(repeated_reversals.is_repeated, false)
        then 'reverses_payment_id: this payment is reversed already'
      {% endif -%}
    end as row_reason
  from versions
  {{ 'left join test_customers on versions.customer_id = test_customers.test_customer_id' if table_name == 'customers' }}
  {{ "left join repeated_reversals on versions.payment_id = repeated_reversals.payment_id and versions.is_kept" if table_name == 'payments' }}
)

select
  {% for column in columns -%}
  cast({{ column.name }} as {{ contract_type(column.type) }}) as {{ column.name }},
  {% endfor -%}
  case
    when is_not_yet_known then 'not_yet_known'
    when row_reason is not null and is_test_row then 'excluded_test'
    when row_reason is not null then 'quarantined'
    when not is_kept then 'superseded'
    when is_test_row then 'excluded_test'
    else 'accepted'
  end as row_status,
  case when not is_not_yet_known then row_reason end as quarantine_reason,
  case
    when row_reason is not null and not is_not_yet_known and not is_test_row
      then {{ raw_json(columns, references, found) }}
  end as row_json,
  {{ cleared_references(references) }} as cleared_references
from fated
{% endmacro %}


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
