-- Past predictions beside what came of them. Grain: cutoff_on, bill_id.
with

predictions as (
  select * from {{ ref('int_smart_predictions') }}
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where not is_live
),

bills as (
  select * from {{ ref('int_smart_bills') }}
),

attempts as (
  select * from {{ ref('int_smart_attempts') }}
),

flat_rates as (
  select * from {{ ref('int_smart_flat_rates') }}
),

-- the first attempt on the instalment after the cut-off is what was predicted
outcomes as (
  select
    cutoffs.cutoff_on,
    attempts.bill_id,
    attempts.attempted_on,
    attempts.status,
    attempts.is_resolved,
    row_number() over (
      partition by cutoffs.cutoff_on, attempts.bill_id order by attempts.attempted_at, attempts.attempt_id
    ) as place
  from cutoffs
  inner join attempts on cutoffs.cutoff_on < attempts.attempted_on
)

select
  predictions.cutoff_on,
  predictions.bill_id,
  bills.customer_id,
  bills.opco_id,
  predictions.predicted_for,
  predictions.open_amount,
  predictions.predicted_balance,
  predictions.status,
  predictions.history_band,
  predictions.probability,
  flat_rates.flat_probability,
  flat_rates.policy_probability,
  case when outcomes.is_resolved then outcomes.attempted_on end as resolved_on,
  case when outcomes.is_resolved then case when outcomes.status = 'success' then 1 else 0 end end as outcome
from predictions
inner join cutoffs on predictions.cutoff_on = cutoffs.cutoff_on
inner join bills on predictions.bill_id = bills.bill_id
left join flat_rates on predictions.cutoff_on = flat_rates.cutoff_on and bills.opco_id = flat_rates.opco_id
left join outcomes
  on predictions.cutoff_on = outcomes.cutoff_on and predictions.bill_id = outcomes.bill_id and outcomes.place = 1
