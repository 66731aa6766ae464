-- ptp_kept_rate: promises paid in full by their day plus grace / promises of which that day has passed, by its month.
-- Every payment is held against every promise of its account, and counts where no later promise lies between.
with

actions as (
  {{ staged_actions() }}
),

payments as (
  {{ collected_payments() }}
),

days as (
  select distinct opco_id, action_on as on_day from actions
),

graces as (
  {{ policy_on_days('days', 'promise_grace_days') }}
),

promises as (
  select
    actions.*,
    {{ add_days('actions.promised_for', 'graces.promise_grace_days') }} as last_day
  from actions
  inner join graces on actions.opco_id = graces.opco_id and actions.action_on = graces.on_day
  where actions.promised = 1
),

pairs as (
  select
    promises.action_id,
    payments.payment_id,
    payments.amount
  from promises
  inner join payments
    on
      promises.account_id = payments.account_id
      and promises.action_at <= payments.paid_at
      and promises.last_day >= payments.paid_on
  left join promises as later_promises
    on
      promises.account_id = later_promises.account_id
      and payments.paid_at >= later_promises.action_at
      and (
        promises.action_at < later_promises.action_at
        or (promises.action_at = later_promises.action_at and promises.action_id < later_promises.action_id)
      )
  where later_promises.action_id is null
),

judged as (
  select
    promises.action_id,
    promises.opco_id,
    case when promises.last_day < promises.action_on then promises.action_on else promises.last_day end as judged_on,
    promises.promised_amount,
    coalesce(sum(pairs.amount), 0) as paid_amount
  from promises
  left join pairs on promises.action_id = pairs.action_id
  where promises.last_day <= {{ as_of_date() }}
  group by promises.action_id, promises.opco_id, promises.last_day, promises.action_on, promises.promised_amount
),

expected as (
  select
    {{ month_end_of('judged_on') }} as month_end,
    opco_id,
    sum(case when paid_amount >= promised_amount then 1 else 0 end) as numerator,
    count(*) as denominator
  from judged
  group by {{ month_end_of('judged_on') }}, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'kept_promises', 'matured_promises', 'ptp_kept_rate') }}
