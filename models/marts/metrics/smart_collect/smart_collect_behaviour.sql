-- Income, spending and payment habits of customers with loan instalments and bank transactions. Grain: customer_id.
with

profiles as (
  select * from {{ ref('int_smart_profiles') }} where is_live
),

balance_days as (
  select * from {{ ref('int_smart_balance_days') }}
),

payment_behaviour as (
  select * from {{ ref('int_smart_payment_behaviour') }}
)

select
  profiles.customer_id,
  profiles.opco_id,
  profiles.currency_code,
  profiles.history_from_on,
  profiles.history_to_on,
  profiles.has_history,
  cast(profiles.salary_credits as bigint) as salary_credits,
  cast(profiles.salary_months as bigint) as salary_months,
  profiles.last_salary_on,
  profiles.typical_salary_day,
  profiles.typical_salary_amount,
  profiles.salary_day_mad,
  profiles.salary_amount_mad,
  profiles.salary_consistency,
  balance_days.high_spending_days,
  balance_days.low_balance_days,
  balance_days.low_balance_share,
  balance_days.daily_balance_total,
  balance_days.balance_days,
  balance_days.average_daily_balance,
  profiles.median_daily_other_outflow,
  profiles.last_known_balance,
  profiles.last_booked_on,
  payment_behaviour.preferred_time_band,
  payment_behaviour.payments_count,
  payment_behaviour.due_instalments,
  payment_behaviour.punctual_instalments,
  payment_behaviour.punctuality_score,
  payment_behaviour.paid_instalments,
  payment_behaviour.delay_days_total,
  payment_behaviour.average_delay_days
from profiles
inner join payment_behaviour on profiles.customer_id = payment_behaviour.customer_id
left join balance_days on profiles.customer_id = balance_days.customer_id
-- without any bank transaction there is no behaviour to describe
where profiles.last_booked_on is not null
