-- Everything that was found in the input, row by row. Grain: code, table_name, opco_id, row_key.
with

rows_found as (
  {% for part in ['accounts', 'money', 'attempts', 'versions', 'columns'] -%}
  select * from {{ ref('int_findings_' ~ part) }}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
),

cleared as (
  select * from {{ ref('cleared_references') }}
),

reconciliation as (
  select * from {{ ref('input_reconciliation') }}
),

-- money of these bills came before their window opened, so that they count as defaulted by window
settled_before as (
  select *
  from {{ ref('fct_bills') }}
  where default_60d and paid_before_window
),

missing_rates as (
  select
    opcos.opco_id,
    rates.currency_code,
    count(*) as months
  from {{ ref('missing_fx_rates') }} as rates
  inner join {{ ref('stg_opcos') }} as opcos on rates.currency_code = opcos.currency_code
  group by opcos.opco_id, rates.currency_code
)

select
  code,
  table_name,
  opco_id,
  row_key,
  detail,
  cast(1 as bigint) as row_count
from rows_found
union all
select
  'settled_before_window' as code,
  'bills' as table_name,
  opco_id,
  bill_id as row_key,
  cast(null as {{ dbt.type_string() }}) as detail,
  cast(1 as bigint) as row_count
from settled_before
union all
select
  'reference_cleared' as code,
  table_name,
  'all' as opco_id,
  row_key,
  cast(null as {{ dbt.type_string() }}) as detail,
  cast(1 as bigint) as row_count
from cleared
union all
select
  'currency_without_rates' as code,
  'fx_rates' as table_name,
  opco_id,
  currency_code as row_key,
  cast(null as {{ dbt.type_string() }}) as detail,
  cast(months as bigint) as row_count
from missing_rates
union all
-- figures that are made of these rows lack what is in quarantine; over one row in a hundred is no typing error
select
  case when quarantined * 100 > rows_read then 'many_rows_in_quarantine' else 'rows_in_quarantine' end as code,
  table_name,
  'all' as opco_id,
  table_name as row_key,
  cast(null as {{ dbt.type_string() }}) as detail,
  quarantined as row_count
from reconciliation
where quarantined > 0
