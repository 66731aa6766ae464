-- The collections ahead: open instalments and the day each is to be collected. Grain: bill_id.
with

instalments as (
  select * from {{ ref('int_smart_instalments') }}
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where is_live
),

retries as (
  select * from {{ ref('int_smart_retries') }}
),

decisions as (
  select * from {{ ref('int_smart_decisions') }} where applied_status = 'applied'
),

-- a day that people set counts while it lies ahead; else the due day, or after a failure the retry day
dated as (
  select
    instalments.*,
    cutoffs.cutoff_on,
    cutoffs.horizon_on,
    decisions.decision_id,
    decisions.decision_type,
    retries.failed_attempts,
    retries.last_failed_on,
    retries.next_retry_on,
    decisions.decision_type = 'reschedule' and decisions.rescheduled_for > cutoffs.cutoff_on as is_moved,
    case
      when decisions.decision_type = 'reschedule' and decisions.rescheduled_for > cutoffs.cutoff_on
        then decisions.rescheduled_for
      when instalments.due_on > cutoffs.cutoff_on then instalments.due_on
      -- old failures are for the collections desk, not for another debit
      when retries.last_failed_on >= cutoffs.history_from_on then retries.next_retry_on
    end as scheduled_on
  from instalments
  cross join cutoffs
  left join retries on instalments.bill_id = retries.bill_id
  left join decisions on instalments.bill_id = decisions.bill_id
  -- what is paid before it is owed needs no collection
  where instalments.settled_on is null and instalments.removed_on is null and instalments.open_amount > 0
)

select
  bill_id,
  customer_id,
  account_id,
  contract_id,
  opco_id,
  currency_code,
  cutoff_on,
  due_on,
  emi_amount,
  open_amount,
  scheduled_on,
  -- the due day while it lies ahead, else the day that is planned anyway
  case when due_on > cutoff_on then due_on else scheduled_on end as unmoved_on,
  coalesce(is_moved, false) as is_rescheduled,
  coalesce(decision_type = 'attempt', false) as is_attempt_requested,
  decision_id,
  coalesce(failed_attempts, 0) as failed_attempts,
  last_failed_on,
  next_retry_on
from dated
-- a collection that was moved past the horizon stays in sight
where
  scheduled_on > cutoff_on
  and (scheduled_on <= horizon_on or due_on <= horizon_on)
