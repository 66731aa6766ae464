-- What lies ahead of a customer: next collection, monthly burden, lowest probability. Grain: customer_id.
-- Only customers with a collection ahead.
with

schedule as (
  select * from {{ ref('int_smart_schedule') }}
),

predictions as (
  select * from {{ ref('int_smart_predictions') }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where is_live
),

ahead as (
  select
    schedule.customer_id,
    schedule.bill_id,
    schedule.scheduled_on,
    schedule.open_amount,
    -- arrears are no part of the monthly burden
    case
      when schedule.due_on > schedule.cutoff_on and schedule.due_on <= cutoffs.horizon_on then schedule.open_amount
      else 0
    end as due_amount,
    predictions.probability,
    row_number() over (partition by schedule.customer_id order by schedule.scheduled_on, schedule.bill_id) as place
  from schedule
  cross join cutoffs
  inner join predictions
    on
      schedule.cutoff_on = predictions.cutoff_on
      and schedule.bill_id = predictions.bill_id
      and schedule.scheduled_on = predictions.predicted_for
)

select
  ahead.customer_id,
  max(case when ahead.place = 1 then ahead.bill_id end) as next_bill_id,
  max(case when ahead.place = 1 then ahead.scheduled_on end) as next_scheduled_on,
  max(case when ahead.place = 1 then ahead.open_amount end) as next_open_amount,
  {{ rate('sum(ahead.due_amount)', 'max(settings.upcoming_months)') }} as monthly_instalments,
  min(ahead.probability) as lowest_probability
from ahead
cross join settings
group by ahead.customer_id
