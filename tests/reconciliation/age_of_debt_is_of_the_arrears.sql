-- Arrears have one definition: the money whose age is averaged is the arrears of the receivables of the same month and opco,
-- and of the billing figures.
with

receivables as (
  select opco_id, month_end, sum(arrears) as arrears from {{ ref('fct_receivables_months') }} group by opco_id, month_end
),

kpis as (
  select opco_id, month_end, arrears from {{ ref('fct_collection_kpis') }}
)

select
  coalesce(receivables.opco_id, kpis.opco_id) as opco_id,
  coalesce(receivables.month_end, kpis.month_end) as month_end,
  receivables.arrears as receivables_arrears,
  kpis.arrears
from receivables
full outer join kpis on receivables.opco_id = kpis.opco_id and receivables.month_end = kpis.month_end
where coalesce(receivables.arrears, 0) <> coalesce(kpis.arrears, 0)
