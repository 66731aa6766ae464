-- Instalments and bill payments less refunds of the month, from staging.
with

{{ staged_opco_months() }},

expected as (
  select
    kpis.opco_id,
    kpis.month_end,
    cast(opco_months.cash as {{ type_double() }}) as expected_value
  from {{ ref('fct_billing_kpis') }} as kpis
  left join opco_months
    on
      kpis.opco_id = opco_months.opco_id
      and kpis.month_end = opco_months.month_end
),

{{ billing_kpis_differ('cash') }}
