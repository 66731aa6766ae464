-- The end of a PAYG account's credit after each day that bought some, for the second route of the glossary tests.
-- Grain: account_id, event_on. From every earlier event on, credit lasts at least until that day plus all bought since.
with

contracts as (
  select * from {{ ref('chk_contracts') }} where was_active and account_type = 'payg'
),

spell_starts as (
  select * from {{ ref('chk_spell_starts') }}
),

kept_payments as (
  {{ staged_kept_payments() }}
),

payments as (
  select
    account_id,
    paid_on,
    sum(amount) as amount
  from kept_payments
  where payment_type in ('instalment', 'bonus')
  group by account_id, paid_on
),

-- a payment buys at the rates of the contracts active in the evening of its day, half a second rounded up
payment_seconds as (
  select
    payments.account_id,
    payments.paid_on as event_on,
    {{ credit_seconds('payments.amount', 'sum(contracts.daily_rate)') }} as bought
  from payments
  inner join contracts
    on
      payments.account_id = contracts.account_id
      and payments.paid_on >= contracts.starts_on
      and (contracts.ended_on is null or payments.paid_on < contracts.ended_on)
  group by payments.account_id, payments.paid_on, payments.amount
  having sum(contracts.daily_rate) > 0
),

-- the start of a spell gives its longest downpayment, a later start its own
start_seconds as (
  select
    contracts.account_id,
    contracts.starts_on as event_on,
    86400 * case when max(spell_starts.starts_on) is null then sum(contracts.downpayment_days) else max(contracts.downpayment_days) end as bought,
    max(spell_starts.starts_on) as spell_starts_on
  from contracts
  left join spell_starts
    on
      contracts.account_id = spell_starts.account_id
      and contracts.starts_on = spell_starts.starts_on
  group by contracts.account_id, contracts.starts_on
),

events as (
  select
    account_id,
    event_on,
    sum(bought) as bought
  from (
    select account_id, event_on, bought from payment_seconds
    union all
    select account_id, event_on, bought from start_seconds where bought > 0 or spell_starts_on is not null
  ) as purchases
  group by account_id, event_on
),

spell_events as (
  select
    events.account_id,
    events.event_on,
    events.bought,
    max(spell_starts.starts_on) as spell_starts_on
  from events
  inner join spell_starts on events.account_id = spell_starts.account_id and events.event_on >= spell_starts.starts_on
  group by events.account_id, events.event_on, events.bought
),

-- all that was bought in the spell from one event to another, both counted
stretches as (
  select
    later.account_id,
    later.spell_starts_on,
    later.event_on,
    earlier.event_on as since_on,
    sum(between_them.bought) as bought
  from spell_events as later
  inner join spell_events as earlier
    on later.account_id = earlier.account_id and later.spell_starts_on = earlier.spell_starts_on and later.event_on >= earlier.event_on
  inner join spell_events as between_them
    on
      later.account_id = between_them.account_id
      and later.event_on >= between_them.event_on
      and earlier.event_on <= between_them.event_on
  group by later.account_id, later.spell_starts_on, later.event_on, earlier.event_on
)

select
  account_id,
  spell_starts_on,
  event_on,
  max(86400 * cast({{ day_number('since_on') }} as bigint) + cast(bought as bigint)) as credit_ends_at
from stretches
group by account_id, spell_starts_on, event_on
