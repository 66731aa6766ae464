-- How often collections of a status and own history succeeded, by what the back-test knew at a cut-off.
-- Grain: cutoff_on, opco_id, status, history_band.
with

flat_rates as (
  select * from {{ ref('int_smart_flat_rates') }}
),

bands as (
  select * from {{ ref('smart_collect_bands') }}
),

history_bands as (
  select * from {{ ref('smart_collect_history_bands') }}
),

-- the result of a pending attempt is not known
resolved as (
  select * from {{ ref('int_smart_backtest') }} where outcome is not null
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

-- S14: of the predictions of earlier cut-offs those whose attempt had come by this one
counted as (
  select
    cutoffs.cutoff_on,
    bands.status,
    history_bands.history_band,
    history_bands.sort_order,
    count(resolved.outcome) as resolved,
    coalesce(sum(resolved.outcome), 0) as successes
  from (select distinct cutoff_on from flat_rates) as cutoffs
  cross join bands
  cross join history_bands
  left join resolved
    on
      cutoffs.cutoff_on >= resolved.resolved_on
      and bands.status = resolved.status
      and history_bands.history_band = resolved.history_band
  group by cutoffs.cutoff_on, bands.status, history_bands.history_band, history_bands.sort_order
),

-- while next to nothing is known of predictions, the share of all first attempts speaks
wholes as (
  select
    counted.*,
    flat_rates.opco_id,
    settings.calibration_pseudo_observations as pseudo_observations,
    sum(counted.resolved) over status_cells as status_resolved,
    sum(counted.successes) over status_cells as status_successes,
    {{ rate(
      'sum(counted.successes) over whole + settings.prior_attempts * flat_rates.flat_probability',
      'sum(counted.resolved) over whole + settings.prior_attempts'
    ) }} as whole_share
  from counted
  inner join flat_rates on counted.cutoff_on = flat_rates.cutoff_on
  cross join settings
  window
    whole as (partition by counted.cutoff_on, flat_rates.opco_id),
    status_cells as (partition by counted.cutoff_on, flat_rates.opco_id, counted.status)
),

-- few cases are drawn towards those of their status, and these towards all: each by as many cases that were not seen
weighed as (
  select
    *,
    resolved + pseudo_observations as weight,
    successes + pseudo_observations * {{ rate(
      'status_successes + pseudo_observations * whole_share', 'status_resolved + pseudo_observations'
    ) }} as weighted_successes
  from wholes
),

added_up as (
  select
    *,
    sum(weight) over so_far as weight_so_far,
    sum(weighted_successes) over so_far as weighted_successes_so_far
  from weighed
  window so_far as (
    partition by cutoff_on, opco_id, status order by sort_order rows between unbounded preceding and current row
  )
),

-- a worse history never promises more: the share of a band is the greatest of those that begin at or below it,
-- each of which is the least of those that end at or above it (isotonic regression, max-min form)
spans as (
  select
    low.cutoff_on,
    low.opco_id,
    low.status,
    banded.history_band,
    low.sort_order,
    min({{ rate(
      'high.weighted_successes_so_far - low.weighted_successes_so_far + low.weighted_successes',
      'high.weight_so_far - low.weight_so_far + low.weight'
    ) }}) as least_share
  from added_up as low
  inner join history_bands as banded on low.sort_order <= banded.sort_order
  inner join added_up as high
    on
      low.cutoff_on = high.cutoff_on
      and low.opco_id = high.opco_id
      and low.status = high.status
      and banded.sort_order <= high.sort_order
  group by low.cutoff_on, low.opco_id, low.status, banded.history_band, low.sort_order
)

select
  cutoff_on,
  opco_id,
  status,
  history_band,
  max(least_share) as calibrated_probability
from spans
group by cutoff_on, opco_id, status, history_band
