-- What was collected over what could have been: opening plus billed less what is not yet due.
with

{{ staged_opco_months() }},

expected as (
  select
    kpis.opco_id,
    kpis.month_end,
    {{ rate('100 * (opco_months.opening + opco_months.billed - opco_months.closing)', 'opco_months.opening + opco_months.billed - opco_months.not_yet_due') }} as expected_value
  from {{ ref('fct_billing_kpis') }} as kpis
  left join opco_months
    on
      kpis.opco_id = opco_months.opco_id
      and kpis.month_end = opco_months.month_end
),

{{ billing_kpis_differ('cei') }}
