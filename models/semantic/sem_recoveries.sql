-- Base of the recoveries in the semantic layer, in the reporting currency. Grain: month_end, opco, account_type.
with

balances as (
  select * from {{ ref('int_recovery_balances') }}
)

select
  month_end,
  opco_id as opco,
  account_type,
  case when rate_to_reporting is null then 1 else 0 end as without_rate,
  cast(recoveries as {{ money_type() }}) * rate_to_reporting as recoveries,
  cast(recovered_to_date as {{ money_type() }}) * rate_to_reporting as recovered_to_date,
  cast(written_off_to_date as {{ money_type() }}) * rate_to_reporting as written_off_to_date
from balances
