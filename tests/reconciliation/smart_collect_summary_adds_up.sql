-- Scheduled = collected + failed + pending, by count and by amount, and every attempt has one method.
select customer_id
from {{ ref('smart_collect_summary') }}
where
  instalments_scheduled <> instalments_collected + instalments_failed + instalments_pending
  or amount_scheduled <> amount_collected + amount_failed + amount_pending
  or attempted_collections > instalments_collected
  or first_attempts > e_nach_attempts + upi_autopay_attempts + manual_attempts + card_attempts + other_attempts
