{#
  All rows of one raw table, each with its fate. Grain: one row per raw row.

  Columns: those of the input contract, typed (null where unreadable); row_status (accepted, superseded,
  quarantined, excluded_test, not_yet_known); quarantine_reason (null but for faulty rows); row_json (the row as it
  came, faulty rows only); cleared_references (optional references set to null).

  What a table has of its own comes from the contract or from its model:
  extra_faults  list of [condition, reason] of this table alone
  linked_by     columns of this table, and a condition on it: rows of which it is true are compared with the rows
                that they name there
  candidates    macro of CTEs that end in `candidates`: linked rows judged against each other before versions are chosen
  objections    macro of CTEs that end in `objections` (the key, objection): kept rows that others rule out

  Nearly every row can be judged by itself, in one pass. Only the rows of linked keys, which come twice or name one
  another, are compared with each other.
#}
{% macro judged_rows(table_name, extra_faults=[], linked_by=none, candidates=none, objections=none) %}
{%- set contract = input_contract()[table_name] -%}
{%- set table = {
  'name': table_name,
  'key': contract['key'],
  'parents': contract.get('parents', {}),
  'references': contract_references(table_name),
  'own_references': contract_references(table_name, own=true),
  'owner': owner_column(table_name),
  'test_flag': contract.get('test_flag'),
  'columns': contract_columns(table_name),
  'relation': raw_relation(table_name),
} -%}
{%- do table.update({'found': raw_columns(table_name, table.relation)}) -%}
{%- do table.update({'carried': carried_columns(table)}) -%}
{{ 'with recursive' if objections else 'with' }}

{{ linked_keys_ctes(table, linked_by) }}

{{ lookup_ctes(table) }}

{{ judging_ctes('lone', table, extra_faults) }}

{{ judging_ctes('linked', table, extra_faults) }}

{{ candidates(table) if candidates }}
{{ version_ctes('candidates' if candidates else 'linked_judged', 'versions', table) }}

{{ objections(table) if objections }}
{% if table.test_flag -%}
-- the kept version says whether it is a test
tests as (
  select {{ table.key[0] }} from versions where is_kept and {{ table.test_flag }}
),

{% endif -%}
fated as (
  select
    {{ table.carried | join(',\n    ') }},
    not is_faulty and not is_not_yet_known as is_kept,
    {{ 'not is_faulty and ' ~ table.test_flag if table.test_flag else 'has_test_parent' }} as is_test_row,
    fault as row_reason
  from lone_judged
  union all
  select
    {% for column in table.carried -%}
    versions.{{ column }},
    {% endfor -%}
    versions.is_kept,
    {{ 'tests.' ~ table.key[0] ~ ' is not null' if table.test_flag else 'versions.has_test_parent' }} as is_test_row,
    case
      when versions.is_faulty then versions.fault
      when versions.is_shared then '{{ table.key[0] }}: used by two opcos'
      when versions.is_conflict then '{{ table.key | join(', ') }}: other row with this key and loaded_at'
      {% if objections %}when versions.is_version then objections.objection{% endif %}
    end as row_reason
  from versions
  {{ 'left join tests on versions.' ~ table.key[0] ~ ' = tests.' ~ table.key[0] if table.test_flag }}
  {{ 'left join objections on versions.' ~ table.key[0] ~ ' = objections.' ~ table.key[0] if objections }}
),

judged as (
  select
    *,
    case
      when is_not_yet_known then 'not_yet_known'
      when row_reason is not null and is_test_row then 'excluded_test'
      when row_reason is not null then 'quarantined'
      when not is_kept then 'superseded'
      when is_test_row then 'excluded_test'
      else 'accepted'
    end as row_status
  from fated
),

{{ own_reference_ctes(table) }}

select
  {% for column in table.columns -%}
  cast({{ column.name }} as {{ contract_type(column.type) }}) as {{ column.name }},
  {% endfor -%}
  row_status,
  case when not is_not_yet_known then row_reason end as quarantine_reason,
  case when row_status = 'quarantined' then {{ raw_json(table) }} end as row_json,
  {{ cleared_references(table) }} as cleared_references
from resolved
{% endmacro %}
