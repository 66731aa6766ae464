-- Base of the ledger metrics in the semantic layer, in the reporting currency and without total rows. Grain: month_end, opco.
with

billing_months as (
  select * from {{ ref('fct_billing_months') }}
)

select
  month_end,
  opco_id as opco,
  days_in_month_so_far,
  case when rate_to_reporting is null then 1 else 0 end as without_rate,
  billed_reporting as billed,
  brought_forward_reporting as brought_forward,
  cash_reporting as cash,
  opening_receivables_reporting as opening_receivables,
  closing_receivables_reporting as closing_receivables,
  closing_not_yet_due_reporting as closing_not_yet_due,
  left_without_money_reporting as left_without_money,
  arrears_reporting as arrears,
  unapplied_credit_reporting as unapplied_credit
from billing_months
