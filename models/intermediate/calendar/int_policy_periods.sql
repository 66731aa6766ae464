-- Policies as periods without gaps: the first reaches back, the last forward. Grain: opco_id, valid_from.
with

policies as (
  select * from {{ ref('stg_policies') }}
),

firsts as (
  select
    *,
    min(valid_from) over (partition by opco_id) as first_valid_from
  from policies
),

-- a policy dated after as_of_date does not exist yet, unless there is no other
known as (
  select * from firsts where valid_from <= {{ as_of_date() }} or valid_from = first_valid_from
)

select
  opco_id,
  case when valid_from = first_valid_from then cast('1900-01-01' as date) else valid_from end as valid_from,
  lead(valid_from, 1, cast('9999-12-31' as date)) over (partition by opco_id order by valid_from) as valid_to,
  -- R8: nobody is in default on the day that everything is paid
  greatest(default_after_days, 1) as default_after_days,
  bill_window_before_days,
  bill_window_after_days,
  bill_tolerance,
  allocation_method,
  attribution_window_days,
  promise_grace_days,
  retry_cost,
  baseline_first_attempt_rate
from known
