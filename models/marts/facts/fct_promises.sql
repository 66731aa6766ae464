-- Promises to pay and what became of them by as_of_date. Grain: action_id.
with

promises as (
  select * from {{ ref('int_collection_actions') }} where is_promise
),

promise_payments as (
  select * from {{ ref('int_promise_payments') }}
),

paid as (
  select
    action_id,
    cast(sum(amount) as {{ money_sum_type() }}) as paid_amount,
    count(*) as payments_count,
    min(case when is_promise_reached then paid_on end) as kept_on
  from promise_payments
  group by action_id
),

judged as (
  select
    promises.*,
    -- a promise that was over when it was made is judged on its own day, so that closed months do not move
    greatest({{ add_days('promises.promised_for', 'promises.promise_grace_days') }}, promises.action_on) as matures_on,
    coalesce(paid.paid_amount, 0) as paid_amount,
    coalesce(paid.payments_count, 0) as payments_count,
    paid.kept_on
  from promises
  left join paid on promises.action_id = paid.action_id
)

-- a promise is kept the day its amount is reached, and broken at the end of its last day of grace
select
  action_id,
  account_id,
  customer_id,
  opco_id,
  currency_code,
  bill_id,
  agent_id,
  action_type,
  is_outbound_call,
  action_at as promised_at,
  action_on as promised_on,
  cast(promised_amount as {{ money_type() }}) as promised_amount,
  promised_for,
  promise_grace_days,
  matures_on,
  {{ month_end_of('matures_on') }} as matures_month_end,
  matures_on <= {{ as_of_date() }} as is_matured,
  case
    when kept_on is not null then 'kept'
    when matures_on <= {{ as_of_date() }} then 'broken'
    else 'open'
  end as promise_status,
  kept_on,
  case when kept_on is null and matures_on <= {{ as_of_date() }} then matures_on end as broken_on,
  cast(paid_amount as {{ money_sum_type() }}) as paid_amount,
  cast(payments_count as bigint) as payments_count
from judged
