-- What is legal in the input and still looks wrong. Grain: code, table_name, opco_id. It never changes a figure.
with

rows_found as (
  select * from {{ ref('int_findings_rows') }}
),

texts as (
  select * from {{ ref('input_finding_texts') }}
),

counted as (
  select
    code,
    table_name,
    opco_id,
    sum(row_count) as row_count,
    min(row_key) as example_key
  from rows_found
  group by code, table_name, opco_id
),

-- what is said of the example: the name that it resembles
detailed as (
  select
    counted.*,
    rows_found.detail
  from counted
  inner join (
    select
      code,
      table_name,
      opco_id,
      row_key,
      min(detail) as detail
    from rows_found
    group by code, table_name, opco_id, row_key
  ) as rows_found
    on
      counted.code = rows_found.code
      and counted.table_name = rows_found.table_name
      and counted.opco_id = rows_found.opco_id
      and counted.example_key = rows_found.row_key
)

select
  detailed.code,
  detailed.table_name,
  detailed.opco_id,
  texts.severity,
  cast(detailed.row_count as bigint) as rows,
  detailed.example_key,
  replace(texts.effect, '{table}', detailed.table_name) as effect,
  replace(replace(texts.what_to_do, '{detail}', coalesce(detailed.detail, '?')), '{table}', detailed.table_name) as what_to_do
from detailed
inner join texts on detailed.code = texts.code
