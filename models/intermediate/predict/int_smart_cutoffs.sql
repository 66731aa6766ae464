-- Days at which Smart Collect predicts: as_of_date, and past month-ends for the back-test. Grain: cutoff_on.
-- What is known at a cut-off is dated on or before it.
with

months as (
  select * from {{ ref('int_months') }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

cutoffs as (
  select
    {{ as_of_date() }} as cutoff_on,
    true as is_live
  union all
  select
    months.month_end as cutoff_on,
    false as is_live
  from months
  cross join settings
  where
    months.month_end < {{ as_of_date() }}
    and months.month_index >= {{ month_index(as_of_date()) }} - settings.calibration_months
),

-- a month is full when its last day has come
ends as (
  select
    cutoff_on,
    is_live,
    case
      when cutoff_on = {{ month_end_of('cutoff_on') }} then cutoff_on
      else {{ add_days(month_start_of('cutoff_on'), -1) }}
    end as history_to_on
  from cutoffs
)

-- the back-test predicts the next month; the live list runs to the same day some months ahead
select
  ends.cutoff_on,
  ends.is_live,
  {{ add_months(month_start_of('ends.history_to_on'), '1 - settings.history_months') }} as history_from_on,
  ends.history_to_on,
  case
    when ends.is_live then {{ add_months('ends.cutoff_on', 'settings.upcoming_months') }}
    else {{ month_end_of(add_months('ends.cutoff_on', 'settings.calibration_horizon_months')) }}
  end as horizon_on
from ends
cross join settings
