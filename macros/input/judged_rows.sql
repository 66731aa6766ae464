{#
  All rows of one raw table, each with its fate. Grain: one row per raw row.

  Columns: those of the input contract, typed (null where unreadable); row_status (accepted, superseded,
  quarantined, excluded_test, not_yet_known); quarantine_reason (null but for faulty rows); row_json (the row as it
  came, faulty rows only); cleared_references (optional references set to null).
  extra_faults: list of [condition, reason] of this table alone.

  Nearly every row can be judged by itself, in one pass. Only the rows of linked keys, which come twice or
  take part in a reversal, are compared with each other.
#}
{% macro judged_rows(table_name, extra_faults=[]) %}
{%- set contract = input_contract()[table_name] -%}
{%- set columns = contract_columns(table_name) -%}
{%- set relation = raw_relation(table_name) -%}
{%- set found = raw_columns(table_name, relation) -%}
{%- set parents = contract.get('parents', {}) -%}
{%- set references = contract.get('references', {}) -%}
{%- set key = contract['key'] -%}
{%- set carried = carried_columns(columns, contract, found) -%}
{%- set names = [] -%}
{%- for column in columns -%}
  {%- do names.append('named_' ~ column.name if column.name in references else column.name) -%}
{%- endfor -%}
with

{{ linked_keys_cte(table_name, columns, relation, found, key) }}

{{ lookup_ctes(table_name, parents, references) }}

{{ judging_ctes('lone', table_name, columns, relation, found, parents, references, key, extra_faults) }}

{{ judging_ctes('linked', table_name, columns, relation, found, parents, references, key, extra_faults) }}

{% if table_name == 'payments' -%}
{{ reversal_ctes(key, names, carried) }}
{% endif -%}
{{ version_ctes('candidates' if table_name == 'payments' else 'linked_judged', 'versions', key, names, carried) }}

{% if table_name == 'payments' -%}
-- of several good reversals of one payment the first stands; the others fall with their older versions
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
    {{ carried | join(',\n    ') }},
    not is_faulty and not is_not_yet_known as is_kept,
    {{ 'not is_faulty and is_test' if table_name == 'customers' else 'has_test_parent' }} as is_test_row,
    fault as row_reason
  from lone_judged
  union all
  select
    {% for column in carried -%}
    versions.{{ column }},
    {% endfor -%}
    versions.is_kept,
    {{ 'test_customers.test_customer_id is not null' if table_name == 'customers' else 'versions.has_test_parent' }} as is_test_row,
    case
      when versions.is_faulty then versions.fault
      when versions.is_conflict then '{{ key | join(', ') }}: other row with this key and loaded_at'
      {% if table_name == 'payments' -%}
      when versions.is_version and coalesce(repeated_reversals.is_repeated, false)
        then 'reverses_payment_id: this payment is reversed already'
      {% endif -%}
    end as row_reason
  from versions
  {{ 'left join test_customers on versions.customer_id = test_customers.test_customer_id' if table_name == 'customers' }}
  {{ "left join repeated_reversals on versions.payment_id = repeated_reversals.payment_id" if table_name == 'payments' }}
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
