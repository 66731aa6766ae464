-- Collections ahead with predicted balance, status and probabilities. Grain: bill_id.
with

schedule as (
  select * from {{ ref('int_smart_schedule') }}
),

predictions as (
  select * from {{ ref('int_smart_predictions') }}
),

windows as (
  select * from {{ ref('int_smart_windows') }}
),

recommended_days as (
  select * from {{ ref('int_smart_recommended_days') }}
),

calibrated_shares as (
  select * from {{ ref('int_smart_calibrated_shares') }}
),

profiles as (
  select * from {{ ref('int_smart_profiles') }} where is_live
)

select
  schedule.bill_id,
  schedule.customer_id,
  schedule.account_id,
  schedule.contract_id,
  schedule.opco_id,
  schedule.currency_code,
  schedule.due_on,
  schedule.emi_amount,
  schedule.open_amount,
  schedule.scheduled_on,
  schedule.due_on <= schedule.cutoff_on as is_overdue,
  schedule.is_rescheduled,
  schedule.is_attempt_requested,
  schedule.decision_id,
  predictions.last_known_balance as current_balance,
  predictions.salaries_until as salary_days_ahead,
  predictions.predicted_balance,
  predictions.status,
  predictions.resolved_attempts,
  predictions.successful_attempts,
  predictions.history_band,
  predictions.probability as collection_probability,
  calibrated_shares.calibrated_probability,
  windows.window_start_on as optimal_window_start_on,
  windows.window_end_on as optimal_window_end_on,
  case when windows.bill_id is not null then profiles.salary_consistency end as window_confidence,
  schedule.scheduled_on between windows.window_start_on and windows.window_end_on as is_in_optimal_window,
  recommended_days.recommended_on,
  schedule.failed_attempts,
  schedule.last_failed_on,
  schedule.next_retry_on
from schedule
inner join predictions
  on
    schedule.cutoff_on = predictions.cutoff_on
    and schedule.bill_id = predictions.bill_id
    and schedule.scheduled_on = predictions.predicted_for
inner join recommended_days on schedule.bill_id = recommended_days.bill_id
inner join profiles on schedule.customer_id = profiles.customer_id
left join windows on schedule.bill_id = windows.bill_id
-- what the back-test has shown of such collections by now
left join calibrated_shares
  on
    schedule.cutoff_on = calibrated_shares.cutoff_on
    and schedule.opco_id = calibrated_shares.opco_id
    and predictions.status = calibrated_shares.status
    and predictions.history_band = calibrated_shares.history_band
