-- The row of all is the sum of the bands that have a probability.
with

bands as (
  select
    sum(predictions) as predictions,
    sum(resolved_predictions) as resolved_predictions,
    sum(successes) as successes,
    sum(brier_score * resolved_predictions) as squared_error
  from {{ ref('smart_collect_calibration') }}
  where probability_low is not null
),

total as (
  select * from {{ ref('smart_collect_calibration') }} where status = 'all'
)

select total.status
from total
cross join bands
where
  total.predictions <> bands.predictions
  or total.resolved_predictions <> bands.resolved_predictions
  or total.successes <> bands.successes
  or abs(total.brier_score * total.resolved_predictions - bands.squared_error) > 0.000001
