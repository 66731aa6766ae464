-- Where the contracted accounts of a closed month-end are at the next one. Grain: month_end (the later), opco_id, and the
-- four states. balance is what they owed at the earlier month-end.
with

risk as (
  select * from {{ ref('int_account_month_risk') }} where was_contracted and is_month_closed
)

select
  month_end,
  opco_id,
  currency_code,
  previous_roll_state as from_bucket,
  rolled_to as to_bucket,
  previous_credit_state as from_state,
  credit_state as to_state,
  cast(count(*) as bigint) as accounts,
  cast(sum(previous_balance) as {{ money_sum_type() }}) as balance
from risk
group by
  month_end,
  opco_id,
  currency_code,
  previous_roll_state,
  rolled_to,
  previous_credit_state,
  credit_state
