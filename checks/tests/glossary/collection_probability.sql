-- collection_probability: the band by predicted and current balance, and inside it the share of attempts that succeeded.
with

attempts as (
  {{ staged_resolved_attempts() }}
),

records as (
  select
    customer_id,
    sum(case when status = 'success' then 1 else 0 end) as successes,
    count(*) as resolved
  from attempts
  group by customer_id
),

-- the best band whose rule holds
expected as (
  select
    upcoming.bill_id,
    max(bands.probability_low + (bands.probability_high - bands.probability_low) * (
      (coalesce(records.successes, 0) + {{ smart_threshold('prior_successes') }})
      / (coalesce(records.resolved, 0) + {{ smart_threshold('prior_attempts') }})
    )) as probability
  from {{ ref('smart_collect_upcoming') }} as upcoming
  inner join {{ ref('smart_collect_bands') }} as bands
    on
      bands.status = 'critical'
      or (bands.status = 'risky' and upcoming.current_balance >= upcoming.open_amount * {{ smart_threshold('risky_balance_multiple') }})
      or (bands.status = 'scheduled' and upcoming.predicted_balance >= upcoming.open_amount * {{ smart_threshold('scheduled_balance_multiple') }})
      or (
        bands.status = 'optimal_window'
        and upcoming.predicted_balance >= upcoming.open_amount * {{ smart_threshold('optimal_balance_multiple') }}
      )
  left join records on upcoming.customer_id = records.customer_id
  where upcoming.predicted_balance is not null
  group by upcoming.bill_id
)

select
  found.bill_id,
  expected.probability,
  found.collection_probability
from {{ ref('smart_collect_upcoming') }} as found
left join expected on found.bill_id = expected.bill_id
where
  (expected.probability is null) <> (found.collection_probability is null)
  or abs(expected.probability - found.collection_probability) > 0.000001
