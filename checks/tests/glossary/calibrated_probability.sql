-- calibrated_probability: the share of alike past predictions that succeeded, drawn to that of its status and this to that of all.
-- Where a better record had a lower share, bands are pooled: the least of the greatest, where the model takes the greatest of the least.
with

-- predictions of the back-test whose attempt has a result
resolved as (
  select
    backtest.status,
    bands.sort_order,
    cast(backtest.outcome as {{ type_double() }}) as outcome
  from {{ ref('int_smart_backtest') }} as backtest
  inner join {{ ref('smart_collect_history_bands') }} as bands on backtest.history_band = bands.history_band
  where backtest.resolved_on <= {{ as_of_date() }}
),

-- the share of all first attempts of the opco, for the time before anything is resolved
alls as (
  select
    flat_rates.opco_id,
    (coalesce((select sum(outcome) from resolved), 0) + {{ smart_threshold('prior_attempts') }} * flat_rates.flat_probability)
    / ((select count(*) from resolved) + {{ smart_threshold('prior_attempts') }}) as share
  from {{ ref('int_smart_flat_rates') }} as flat_rates
  where flat_rates.cutoff_on = {{ as_of_date() }}
),

status_shares as (
  select
    alls.opco_id,
    statuses.status,
    (coalesce(sum(resolved.outcome), 0) + max({{ smart_threshold('calibration_pseudo_observations') }} * alls.share))
    / (count(resolved.outcome) + max({{ smart_threshold('calibration_pseudo_observations') }})) as share
  from alls
  cross join {{ ref('smart_collect_bands') }} as statuses
  left join resolved on statuses.status = resolved.status
  group by alls.opco_id, statuses.status
),

-- every run of neighbouring bands, its cases taken together
runs as (
  select
    status_shares.opco_id,
    status_shares.status,
    worst.sort_order as from_order,
    best.sort_order as to_order,
    (
      coalesce(sum(resolved.outcome), 0)
      + max({{ smart_threshold('calibration_pseudo_observations') }} * status_shares.share * (best.sort_order - worst.sort_order + 1))
    )
    / (
      count(resolved.outcome)
      + max({{ smart_threshold('calibration_pseudo_observations') }} * (best.sort_order - worst.sort_order + 1))
    ) as share
  from status_shares
  cross join {{ ref('smart_collect_history_bands') }} as worst
  inner join {{ ref('smart_collect_history_bands') }} as best on worst.sort_order <= best.sort_order
  left join resolved
    on status_shares.status = resolved.status and resolved.sort_order between worst.sort_order and best.sort_order
  group by status_shares.opco_id, status_shares.status, worst.sort_order, best.sort_order
),

upper_shares as (
  select
    runs.opco_id,
    runs.status,
    bands.history_band,
    runs.to_order,
    max(runs.share) as share
  from runs
  inner join {{ ref('smart_collect_history_bands') }} as bands
    on bands.sort_order between runs.from_order and runs.to_order
  group by runs.opco_id, runs.status, bands.history_band, runs.to_order
),

expected as (
  select
    opco_id,
    status,
    history_band,
    min(share) as share
  from upper_shares
  group by opco_id, status, history_band
)

select
  found.bill_id,
  expected.share,
  found.calibrated_probability
from {{ ref('smart_collect_upcoming') }} as found
left join expected
  on
    found.opco_id = expected.opco_id
    and found.status = expected.status
    and found.history_band = expected.history_band
where expected.share is null or abs(expected.share - found.calibrated_probability) > 0.000000001
