-- How the probabilities held at past month-ends, by band and for all. Grain: status.
with

bands as (
  select * from {{ ref('smart_collect_bands') }}
),

backtest as (
  select * from {{ ref('int_smart_backtest') }}
),

calibrated_shares as (
  select * from {{ ref('int_smart_calibrated_shares') }}
),

-- the share that the back-test of that day would have named
predicted as (
  select
    backtest.*,
    calibrated_shares.calibrated_probability
  from backtest
  left join calibrated_shares
    on
      backtest.cutoff_on = calibrated_shares.cutoff_on
      and backtest.opco_id = calibrated_shares.opco_id
      and backtest.status = calibrated_shares.status
      and backtest.history_band = calibrated_shares.history_band
),

-- only predictions whose attempt has a result can be judged; the row for all leaves out those without a probability
labelled as (
  select
    status,
    cutoff_on,
    probability,
    calibrated_probability,
    flat_probability,
    policy_probability,
    outcome
  from predicted
  union all
  select
    'all' as status,
    cutoff_on,
    probability,
    calibrated_probability,
    flat_probability,
    policy_probability,
    outcome
  from predicted
  where probability is not null
),

-- Brier score: mean squared distance of the probability from what happened; decimals add up alike in any order
scores as (
  select
    status,
    count(*) as predictions,
    count(outcome) as resolved_predictions,
    sum(outcome) as successes,
    min(cutoff_on) as first_cutoff_on,
    max(cutoff_on) as last_cutoff_on,
    sum(case when outcome is not null then cast(probability as decimal(18, 12)) end) as predicted_successes,
    sum(case when outcome is not null then cast(calibrated_probability as decimal(18, 12)) end) as calibrated_successes,
    sum(cast((outcome - probability) * (outcome - probability) as decimal(18, 12))) as squared_error,
    sum(cast((outcome - calibrated_probability) * (outcome - calibrated_probability) as decimal(18, 12))) as calibrated_squared_error,
    sum(cast((outcome - flat_probability) * (outcome - flat_probability) as decimal(18, 12))) as flat_squared_error,
    sum(cast((outcome - policy_probability) * (outcome - policy_probability) as decimal(18, 12))) as policy_squared_error,
    sum(case when outcome is not null then cast(flat_probability as decimal(18, 12)) end) as flat_successes
  from labelled
  group by status
),

rows_to_show as (
  select
    status,
    label,
    sort_order,
    probability_low,
    probability_high
  from bands
  union all
  select
    'all' as status,
    'All with a probability' as label,
    coalesce(max(sort_order), 0) + 1 as sort_order,
    cast(null as decimal(18, 6)) as probability_low,
    cast(null as decimal(18, 6)) as probability_high
  from bands
)

-- where a band does not hold on the data, is_band_held says so; S14: the calibrated share stands beside it
select
  rows_to_show.status,
  rows_to_show.label,
  cast(rows_to_show.sort_order as integer) as sort_order,
  cast(rows_to_show.probability_low as {{ type_double() }}) as probability_low,
  cast(rows_to_show.probability_high as {{ type_double() }}) as probability_high,
  scores.first_cutoff_on,
  scores.last_cutoff_on,
  cast(coalesce(scores.predictions, 0) as bigint) as predictions,
  cast(coalesce(scores.resolved_predictions, 0) as bigint) as resolved_predictions,
  cast(coalesce(scores.successes, 0) as bigint) as successes,
  cast(scores.predicted_successes as {{ type_double() }}) as predicted_successes,
  {{ rate('scores.predicted_successes', 'scores.resolved_predictions') }} as predicted_rate,
  {{ rate('scores.successes', 'scores.resolved_predictions') }} as observed_rate,
  {{ rate('scores.successes', 'scores.resolved_predictions') }}
  between cast(rows_to_show.probability_low as {{ type_double() }})
  and cast(rows_to_show.probability_high as {{ type_double() }}) as is_band_held,
  {{ rate('scores.squared_error', 'scores.resolved_predictions') }} as brier_score,
  cast(scores.calibrated_successes as {{ type_double() }}) as calibrated_successes,
  {{ rate('scores.calibrated_successes', 'scores.resolved_predictions') }} as calibrated_rate,
  {{ rate('scores.calibrated_squared_error', 'scores.resolved_predictions') }} as calibrated_brier_score,
  {{ rate('scores.flat_successes', 'scores.resolved_predictions') }} as flat_rate,
  {{ rate('scores.flat_squared_error', 'scores.resolved_predictions') }} as flat_brier_score,
  {{ rate('scores.policy_squared_error', 'scores.resolved_predictions') }} as policy_brier_score,
  1 - {{ rate('scores.squared_error', 'scores.flat_squared_error') }} as brier_skill_score,
  1 - {{ rate('scores.calibrated_squared_error', 'scores.flat_squared_error') }} as calibrated_skill_score
from rows_to_show
left join scores on rows_to_show.status = scores.status
