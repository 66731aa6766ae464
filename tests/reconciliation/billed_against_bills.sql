-- What the ledger billed is the sum of its bills: by account and in all, and the same by month of period_end.
with

from_ledger as (
  select
    opco_id,
    sum(billed) as billed
  from {{ ref('fct_receivables_months') }}
  group by opco_id
),

from_kpis as (
  select
    opco_id,
    sum(billed) as billed,
    sum(rated_bills) as rated_bills
  from {{ ref('fct_billing_kpis') }}
  where opco_id <> 'all'
  group by opco_id
),

from_bills as (
  select
    opco_id,
    sum(bill_amount) as billed,
    sum(case when is_rated then 1 else 0 end) as rated_bills,
    count(*) as billed_bills
  from {{ ref('fct_bills') }}
  where is_billed
  group by opco_id
),

from_values as (
  select
    dimension_value as opco_id,
    sum(case when metric_id = 'billed_amount' then value end) as billed,
    sum(case when metric_id = 'bills_count' then value end) as billed_bills
  from {{ ref('fct_billing_values') }}
  where dimension = 'opco'
  group by dimension_value
)

select
  from_bills.opco_id,
  from_bills.billed,
  from_ledger.billed as ledger_billed,
  from_kpis.billed as kpi_billed,
  from_values.billed as value_billed
from from_bills
full outer join from_ledger on from_bills.opco_id = from_ledger.opco_id
full outer join from_kpis on from_bills.opco_id = from_kpis.opco_id
full outer join from_values on from_bills.opco_id = from_values.opco_id
where
  coalesce(from_ledger.billed, 0) <> coalesce(from_bills.billed, 0)
  or coalesce(from_kpis.billed, 0) <> coalesce(from_bills.billed, 0)
  or abs(coalesce(from_values.billed, 0) - coalesce(from_bills.billed, 0)) > 0.005
  or coalesce(from_kpis.rated_bills, 0) <> coalesce(from_bills.rated_bills, 0)
  or coalesce(from_values.billed_bills, 0) <> coalesce(from_bills.billed_bills, 0)
