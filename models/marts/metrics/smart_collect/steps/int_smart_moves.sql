-- Collections ahead that would do better on the recommended day, or that are not worth an attempt. Grain: bill_id.
with

upcoming as (
  select * from {{ ref('smart_collect_upcoming') }}
),

predictions as (
  select * from {{ ref('int_smart_predictions') }} where cutoff_on = {{ as_of_date() }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

-- a day that people chose is not argued with, and without a regular salary there is no telling when money comes
judged as (
  select
    upcoming.*,
    predictions.probability as window_probability,
    coalesce(
      not upcoming.is_rescheduled
      and upcoming.recommended_on <> upcoming.scheduled_on
      and upcoming.window_confidence >= settings.reschedule_min_confidence
      and upcoming.collection_probability <= settings.reschedule_max_probability, false
    ) as is_worth_moving,
    coalesce(upcoming.collection_probability < settings.skip_attempt_max_probability, false) as is_hopeless
  from upcoming
  cross join settings
  left join predictions
    on upcoming.bill_id = predictions.bill_id and upcoming.recommended_on = predictions.predicted_for
)

select
  bill_id,
  customer_id,
  scheduled_on,
  recommended_on,
  collection_probability,
  window_probability,
  window_confidence,
  is_worth_moving,
  -- what can be moved need not be left out
  is_hopeless and not is_worth_moving as is_worth_skipping
from judged
where is_worth_moving or is_hopeless
