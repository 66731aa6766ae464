-- Periods in which the last three calls to an account met an invalid number. Grain: account_id, valid_from.
-- valid_to is exclusive and null while the state lasts.
with

calls as (
  select * from {{ ref('int_collection_actions') }} where is_outbound_call
),

-- how many of the last three calls were invalid; the number is null until there are three
runs as (
  select
    account_id,
    action_on as valid_from,
    lead(action_on) over (partition by account_id order by action_at, action_id) as valid_to,
    row_number() over (partition by account_id order by action_at, action_id) as call_number,
    sum(case when new_status = 'invalid_number' then 1 else 0 end) over (
      partition by account_id order by action_at, action_id
      rows between 2 preceding and current row
    ) as invalid_calls
  from calls
)

-- several calls on one day: the state after the last of them is the day's
select
  account_id,
  valid_from,
  valid_to
from runs
where
  call_number >= 3
  and invalid_calls = 3
  and (valid_to is null or valid_to > valid_from)
