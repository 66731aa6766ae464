-- Open at the month's snapshot over billed in the month, times the days so far.
with

{{ staged_opco_months() }},

expected as (
  select
    kpis.opco_id,
    kpis.month_end,
    {{ rate('opco_months.closing * opco_months.days_so_far', 'opco_months.billed') }} as expected_value
  from {{ ref('fct_billing_kpis') }} as kpis
  left join opco_months
    on
      kpis.opco_id = opco_months.opco_id
      and kpis.month_end = opco_months.month_end
),

{{ billing_kpis_differ('dso') }}
