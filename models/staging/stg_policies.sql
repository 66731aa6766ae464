{{ config(post_hook="{{ stop_on_opcos_without_policy() }}") }}

-- Accepted policies. Grain: opco_id, valid_from.
with

policies as (
  select * from {{ ref('judged_policies') }} where row_status = 'accepted'
)

select
  opco_id,
  valid_from,
  default_after_days,
  bill_window_before_days,
  bill_window_after_days,
  bill_tolerance,
  allocation_method,
  attribution_window_days,
  promise_grace_days,
  retry_cost,
  baseline_first_attempt_rate,
  loaded_at
from policies
