-- Base of the metrics of bills in the semantic layer, amounts in the reporting currency.
-- Grain: month_end and all dimensions, currency_code.
with

cells as (
  select * from {{ ref('int_billing_cells') }}
)

select
  month_end,
  opco,
  region,
  income_band,
  tariff,
  tenure_band,
  is_vulnerable,
  prefers_direct_debit,
  rated_bills,
  closed_bills,
  defaulted_bills,
  defaulted_closed_bills,
  defaulted_allocated_closed_bills,
  closed_first_bills,
  defaulted_first_bills,
  bills_count,
  bills_without_rate,
  cast(billed_amount as {{ money_type() }}) * rate_to_reporting as billed_amount,
  cast(paid_in_window_amount as {{ money_type() }}) * rate_to_reporting as paid_in_window_amount
from cells
