-- What is advised, with the number that speaks for it. Grain: customer_id, recommendation_type, bill_id.
with

moves as (
  select * from {{ ref('int_smart_moves') }}
),

outlook as (
  select * from {{ ref('int_smart_outlook') }}
),

profiles as (
  select * from {{ ref('int_smart_profiles') }} where is_live
),

payment_behaviour as (
  select * from {{ ref('int_smart_payment_behaviour') }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

-- advice is for customers who have something to collect
customers as (
  select
    outlook.*,
    profiles.failed_attempts,
    {{ rate('outlook.monthly_instalments', 'profiles.typical_salary_amount') }} as emi_share,
    payment_behaviour.punctuality_score,
    payment_behaviour.average_delay_days
  from outlook
  inner join profiles on outlook.customer_id = profiles.customer_id
  inner join payment_behaviour on outlook.customer_id = payment_behaviour.customer_id
)

select
  'reschedule' as recommendation_type,
  moves.customer_id,
  moves.bill_id,
  moves.recommended_on,
  moves.collection_probability,
  moves.window_probability as expected_probability,
  moves.window_confidence as measured_value,
  settings.reschedule_min_confidence as threshold_value
from moves
cross join settings
where moves.is_worth_moving
union all
select
  'skip_attempt' as recommendation_type,
  moves.customer_id,
  moves.bill_id,
  moves.scheduled_on as recommended_on,
  moves.collection_probability,
  null as expected_probability,
  moves.collection_probability as measured_value,
  settings.skip_attempt_max_probability as threshold_value
from moves
cross join settings
where moves.is_worth_skipping
union all
select
  'early_reminder' as recommendation_type,
  customers.customer_id,
  customers.next_bill_id as bill_id,
  greatest(
    {{ add_days('customers.next_scheduled_on', '-settings.early_reminder_lead_days') }}, {{ add_days(as_of_date(), 1) }}
  ) as recommended_on,
  customers.lowest_probability as collection_probability,
  null as expected_probability,
  customers.punctuality_score as measured_value,
  settings.early_reminder_max_punctuality as threshold_value
from customers
cross join settings
where customers.punctuality_score < settings.early_reminder_max_punctuality
union all
-- either the burden or the failures are enough; the burden is named first
select
  'flexible_plan' as recommendation_type,
  customers.customer_id,
  null as bill_id,
  null as recommended_on,
  customers.lowest_probability as collection_probability,
  null as expected_probability,
  case
    when customers.emi_share >= settings.flexible_plan_emi_share then customers.emi_share
    else customers.failed_attempts
  end as measured_value,
  case
    when customers.emi_share >= settings.flexible_plan_emi_share then settings.flexible_plan_emi_share
    else settings.flexible_plan_min_failures
  end as threshold_value
from customers
cross join settings
where
  customers.emi_share >= settings.flexible_plan_emi_share
  or customers.failed_attempts >= settings.flexible_plan_min_failures
union all
select
  'increase_frequency' as recommendation_type,
  customers.customer_id,
  null as bill_id,
  null as recommended_on,
  customers.lowest_probability as collection_probability,
  null as expected_probability,
  customers.average_delay_days as measured_value,
  settings.increase_frequency_min_delay_days as threshold_value
from customers
cross join settings
where customers.average_delay_days >= settings.increase_frequency_min_delay_days
