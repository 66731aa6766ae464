-- Signs of trouble with the measure, the threshold and that of high severity. Grain: customer_id, signal_type.
with

profiles as (
  select * from {{ ref('int_smart_profiles') }} where is_live
),

balance_days as (
  select * from {{ ref('int_smart_balance_days') }}
),

outlook as (
  select * from {{ ref('int_smart_outlook') }}
),

payment_behaviour as (
  select * from {{ ref('int_smart_payment_behaviour') }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
)

-- balances are held against the next instalment
select
  'low_average_balance' as signal_type,
  balance_days.customer_id,
  profiles.history_to_on as signal_on,
  true as is_low_bad,
  {{ rate('balance_days.average_daily_balance', 'outlook.next_open_amount') }} as measured_value,
  cast(settings.low_average_balance_multiple as {{ type_double() }}) as threshold_value,
  cast(settings.low_average_balance_high_multiple as {{ type_double() }}) as high_threshold_value
from balance_days
cross join settings
inner join profiles on balance_days.customer_id = profiles.customer_id
inner join outlook on balance_days.customer_id = outlook.customer_id
union all
select
  'repeated_collection_failures' as signal_type,
  profiles.customer_id,
  profiles.last_failed_on as signal_on,
  false as is_low_bad,
  profiles.failed_attempts as measured_value,
  settings.repeated_failures_min as threshold_value,
  settings.repeated_failures_high_min as high_threshold_value
from profiles
cross join settings
union all
select
  'irregular_income' as signal_type,
  profiles.customer_id,
  profiles.last_salary_on as signal_on,
  true as is_low_bad,
  profiles.salary_consistency as measured_value,
  settings.irregular_income_max_consistency as threshold_value,
  settings.irregular_income_high_max_consistency as high_threshold_value
from profiles
cross join settings
union all
select
  'poor_cash_management' as signal_type,
  balance_days.customer_id,
  profiles.history_to_on as signal_on,
  false as is_low_bad,
  balance_days.low_balance_share as measured_value,
  settings.poor_cash_low_balance_share as threshold_value,
  settings.poor_cash_low_balance_high_share as high_threshold_value
from balance_days
cross join settings
inner join profiles on balance_days.customer_id = profiles.customer_id
union all
select
  'payment_delays' as signal_type,
  payment_behaviour.customer_id,
  payment_behaviour.last_late_on as signal_on,
  false as is_low_bad,
  payment_behaviour.average_delay_days as measured_value,
  settings.payment_delay_min_days as threshold_value,
  settings.payment_delay_high_min_days as high_threshold_value
from payment_behaviour
cross join settings
