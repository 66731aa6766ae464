-- Base of the repayment rates in the semantic layer, amounts in the reporting currency.
-- Grain: month_end and all dimensions, currency_code.
with

cells as (
  select * from {{ ref('int_repayment_cells') }}
)

select
  month_end,
  opco,
  region,
  shop,
  account_type,
  case when rate_to_reporting is null then 1 else 0 end as without_rate,
  cast(due_amount as {{ money_type() }}) * rate_to_reporting as due_amount,
  cast(applied_amount as {{ money_type() }}) * rate_to_reporting as applied_amount,
  cast(financed_amount as {{ money_type() }}) * rate_to_reporting as financed_amount,
  cast(due_by_day_90 as {{ money_type() }}) * rate_to_reporting as due_by_day_90,
  cast(applied_by_day_90 as {{ money_type() }}) * rate_to_reporting as applied_by_day_90,
  cast(due_over_term as {{ money_type() }}) * rate_to_reporting as due_over_term,
  cast(applied_by_2x as {{ money_type() }}) * rate_to_reporting as applied_by_2x,
  cast(due_in_month_amount as {{ money_type() }}) * rate_to_reporting as due_in_month_amount,
  cast(received_amount as {{ money_type() }}) * rate_to_reporting as received_amount,
  reached_2x_contracts,
  owned_by_2x_contracts
from cells
