-- Cash over billed.
with

{{ staged_opco_months() }},

expected as (
  select
    kpis.opco_id,
    kpis.month_end,
    {{ rate('opco_months.cash', 'opco_months.billed') }} as expected_value
  from {{ ref('fct_billing_kpis') }} as kpis
  left join opco_months
    on
      kpis.opco_id = opco_months.opco_id
      and kpis.month_end = opco_months.month_end
),

{{ billing_kpis_differ('collection_ratio') }}
