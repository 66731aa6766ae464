{#
  Every row of a raw table is counted: count(*) of the table itself equals rows_read, and rows_read is
  the sum of the fates. A table that the company does not have has no rows. With seeds there are no sources.
#}
{% test is_read_whole(model, reconciliation, table_name=none) %}
{{- config(enabled=var('raw_source') != 'seeds') -}}
{%- set existing = adapter.get_relation(model.database, model.schema, model.identifier) if execute else none -%}
with

raw_rows as (
  {% if existing -%}
  select count(*) as raw_count from {{ model }}
  {%- else -%}
  select 0 as raw_count
  {%- endif %}
),

fates as (
  select * from {{ reconciliation }} where table_name = '{{ table_name or model.identifier }}'
)

select
  raw_rows.raw_count,
  fates.rows_read
from raw_rows
left join fates on 1 = 1
where
  fates.rows_read is distinct from raw_rows.raw_count
  or fates.rows_read
  is distinct from fates.accepted + fates.superseded + fates.quarantined + fates.excluded_test + fates.not_yet_known
{% endtest %}
