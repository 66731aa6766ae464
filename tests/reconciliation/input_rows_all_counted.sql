-- No row vanishes: the raw tables, counted themselves and not through the models that judged them, hold as many
-- rows as input_reconciliation accounts for; the two lists of troubled rows are as long as it says.
with

raw_counts as (
  {% for table_name in input_contract() %}
  {%- set relation = raw_relation(table_name) -%}
  {%- set existing = adapter.get_relation(relation.database, relation.schema, relation.identifier) if execute else none %}
  {{ 'union all' if not loop.first }}
  select
    '{{ table_name }}' as table_name,
    {{ 'count(*)' if existing else '0' }} as rows_in_raw
  {{ 'from ' ~ relation if existing }}
  {%- endfor %}
),

accepted_counts as (
  {% for table_name in input_contract() %}
  {{ 'union all' if not loop.first }}
  select
    '{{ table_name }}' as table_name,
    count(*) as rows_in_staging
  from {{ ref('stg_' ~ table_name) }}
  {%- endfor %}
),

quarantined_counts as (
  select
    table_name,
    count(*) as quarantined_rows
  from {{ ref('quarantined_rows') }}
  group by table_name
),

cleared_counts as (
  select
    table_name,
    count(*) as cleared_rows
  from {{ ref('cleared_references') }}
  group by table_name
),

reconciliation as (
  select * from {{ ref('input_reconciliation') }}
)

select
  coalesce(reconciliation.table_name, raw_counts.table_name) as table_name,
  raw_counts.rows_in_raw,
  accepted_counts.rows_in_staging,
  quarantined_counts.quarantined_rows,
  cleared_counts.cleared_rows
from reconciliation
full outer join raw_counts on reconciliation.table_name = raw_counts.table_name
left join accepted_counts on raw_counts.table_name = accepted_counts.table_name
left join quarantined_counts on raw_counts.table_name = quarantined_counts.table_name
left join cleared_counts on raw_counts.table_name = cleared_counts.table_name
where
  raw_counts.rows_in_raw is distinct from reconciliation.rows_read
  or raw_counts.rows_in_raw is distinct from (
    reconciliation.accepted + reconciliation.superseded + reconciliation.quarantined
    + reconciliation.excluded_test + reconciliation.not_yet_known
  )
  or accepted_counts.rows_in_staging is distinct from reconciliation.accepted
  or coalesce(quarantined_counts.quarantined_rows, 0) is distinct from reconciliation.quarantined
  or coalesce(cleared_counts.cleared_rows, 0) is distinct from reconciliation.with_cleared_references
