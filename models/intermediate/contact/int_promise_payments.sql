-- Payments that count for a promise, with what has been paid on it so far. Grain: payment_id.
-- Each payment has one promise at most: the latest before it.
with

promises as (
  select
    *,
    row_number() over (partition by account_id order by action_at, action_id) as promise_number,
    -- a promise for a day whose grace is over leaves no time at all
    {{ add_days('promised_for', 'promise_grace_days') }} as last_day
  from {{ ref('int_collection_actions') }}
  where is_promise
),

payments as (
  select * from {{ ref('int_collected_payments') }}
),

-- one line of time per account; at the same moment the promise comes first
events as (
  select account_id, action_at as event_at, 0 as event_order, action_id as event_id, 1 as promises_made from promises
  union all
  select account_id, paid_at as event_at, 1 as event_order, payment_id as event_id, 0 as promises_made from payments
),

numbered as (
  select
    account_id,
    event_order,
    event_id,
    sum(promises_made) over (
      partition by account_id order by event_at, event_order, event_id
      rows between unbounded preceding and current row
    ) as promise_number
  from events
),

-- money after the day and its grace is too late for the promise, and counts for no earlier one
in_time as (
  select
    payments.payment_id,
    payments.paid_at,
    payments.paid_on,
    payments.amount,
    promises.action_id,
    promises.promised_amount
  from numbered
  inner join payments on numbered.event_id = payments.payment_id
  inner join promises
    on
      numbered.account_id = promises.account_id
      and numbered.promise_number = promises.promise_number
  where numbered.event_order = 1 and payments.paid_on <= promises.last_day
),

added_up as (
  select
    *,
    sum(amount) over (
      partition by action_id order by paid_at, payment_id
      rows between unbounded preceding and current row
    ) as paid_so_far
  from in_time
)

select
  payment_id,
  action_id,
  paid_on,
  amount,
  cast(paid_so_far as {{ money_sum_type() }}) as paid_so_far,
  paid_so_far >= promised_amount as is_promise_reached
from added_up
