-- Predicted balance, status and probability of a collection on a day. Grain: cutoff_on, bill_id, predicted_for.
with

prediction_days as (
  select * from {{ ref('int_smart_prediction_days') }}
),

profiles as (
  select * from {{ ref('int_smart_profiles') }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

bands as (
  select * from {{ ref('smart_collect_bands') }}
),

history_bands as (
  select * from {{ ref('smart_collect_history_bands') }}
),

-- salary days after the cut-off, up to and with the day; a day the month does not have is its last
counted as (
  select
    prediction_days.cutoff_on,
    prediction_days.bill_id,
    prediction_days.predicted_for,
    prediction_days.open_amount,
    profiles.has_history,
    profiles.last_known_balance,
    profiles.typical_salary_amount,
    profiles.median_daily_other_outflow,
    profiles.resolved_attempts,
    profiles.successful_attempts,
    {{ days_between('prediction_days.cutoff_on', 'prediction_days.predicted_for') }} as days_ahead,
    case
      when profiles.typical_salary_day is null then 0
      else {{ month_index('prediction_days.predicted_for') }} - {{ month_index('prediction_days.cutoff_on') }}
        + case
          when {{ day_in_month('prediction_days.predicted_for', 'profiles.typical_salary_day') }}
            <= prediction_days.predicted_for then 1
          else 0
        end
        - case
          when {{ day_in_month('prediction_days.cutoff_on', 'profiles.typical_salary_day') }}
            <= prediction_days.cutoff_on then 1
          else 0
        end
    end as salaries_until
  from prediction_days
  inner join profiles
    on prediction_days.cutoff_on = profiles.cutoff_on and prediction_days.customer_id = profiles.customer_id
),

-- balance + salaries to come - usual spending
balances as (
  select
    *,
    cast(open_amount as {{ money_sum_type() }}) as wide_open_amount,
    case
      when has_history then cast(
          last_known_balance
          + coalesce(typical_salary_amount, 0) * salaries_until
          - median_daily_other_outflow * days_ahead as {{ money_type() }}
        )
    end as predicted_balance
  from counted
),

-- the first rule that holds decides
judged as (
  select
    balances.*,
    case
      when not balances.has_history then 'insufficient_history'
      when balances.predicted_balance >= balances.wide_open_amount * settings.optimal_balance_multiple then 'optimal_window'
      when balances.predicted_balance >= balances.wide_open_amount * settings.scheduled_balance_multiple then 'scheduled'
      when balances.last_known_balance >= balances.wide_open_amount * settings.risky_balance_multiple then 'risky'
      else 'critical'
    end as status,
    {{ rate(
      'balances.successful_attempts + settings.prior_successes', 'balances.resolved_attempts + settings.prior_attempts'
    ) }} as record_share
  from balances
  cross join settings
)

-- inside its band the probability grows with the share of attempts that succeeded
select
  judged.cutoff_on,
  judged.bill_id,
  judged.predicted_for,
  judged.open_amount,
  judged.last_known_balance,
  judged.predicted_balance,
  cast(judged.salaries_until as integer) as salaries_until,
  judged.status,
  bands.sort_order as status_order,
  judged.resolved_attempts,
  judged.successful_attempts,
  history_bands.history_band,
  history_bands.sort_order as history_order,
  cast(bands.probability_low as {{ type_double() }})
  + (cast(bands.probability_high as {{ type_double() }}) - cast(bands.probability_low as {{ type_double() }}))
  * judged.record_share as probability
from judged
left join bands on judged.status = bands.status
left join history_bands
  on
    judged.record_share >= history_bands.from_share
    and (judged.record_share < history_bands.to_share or history_bands.to_share is null)
