-- Collections ahead with predicted balance, status and probability. Grain: bill_id.
with

upcoming as (
  select * from {{ ref('int_smart_upcoming') }}
)

select
  bill_id,
  customer_id,
  account_id,
  contract_id,
  opco_id,
  currency_code,
  due_on,
  emi_amount,
  open_amount,
  scheduled_on,
  is_overdue,
  is_rescheduled,
  is_attempt_requested,
  decision_id,
  current_balance,
  salary_days_ahead,
  predicted_balance,
  status,
  resolved_attempts,
  successful_attempts,
  collection_probability,
  optimal_window_start_on,
  optimal_window_end_on,
  window_confidence,
  is_in_optimal_window,
  recommended_on,
  failed_attempts,
  last_failed_on,
  next_retry_on
from upcoming
