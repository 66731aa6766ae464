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

-- whatever the cashier calls it, money of these accounts is an instalment
daily_payments as (
  select
    account_id,
    paid_on,
    sum(amount) as amount
  from kept_payments
  where payment_type in ('instalment', 'bill', 'bonus')
  group by account_id, paid_on
),

-- a payment buys at the rates of the contracts active in the evening of its day, half a second rounded up
payment_seconds as (
  select
    payments.account_id,
    payments.paid_on as event_on,
    {{ day_number('payments.paid_on') }} as counts_from,
    {{ credit_seconds('payments.amount', 'sum(contracts.daily_rate)') }} as bought
  from daily_payments as payments
  inner join contracts
    on
      payments.account_id = contracts.account_id
      and payments.paid_on >= contracts.runs_from
      and (contracts.ended_on is null or payments.paid_on < contracts.ended_on)
  group by payments.account_id, payments.paid_on, payments.amount
  having sum(contracts.daily_rate) > 0
),

-- an opening has credit to the end of a day; the start of a spell its downpayment from there on; a later start adds its own
contract_seconds as (
  select
    contracts.account_id,
    contracts.runs_from as event_on,
    case
      when contracts.opens_on is not null
        then coalesce({{ day_number('contracts.opening_credit_expires_on') }} + 1, {{ day_number('contracts.runs_from') }})
      when spell_starts.starts_on is null then {{ day_number('contracts.runs_from') }}
      else {{ day_number('contracts.runs_from') }} + contracts.downpayment_days
    end as counts_from,
    case when contracts.opens_on is null and spell_starts.starts_on is null then 86400 * contracts.downpayment_days else 0 end as bought
  from contracts
  left join spell_starts on contracts.account_id = spell_starts.account_id and contracts.runs_from = spell_starts.starts_on
  where contracts.opens_on is not null or spell_starts.starts_on is not null or contracts.downpayment_days > 0
),

-- where not all is paid any more, nothing had expired until then
unpaid_again as (
  select
    evenings.account_id,
    evenings.day as event_on,
    {{ day_number('evenings.day') }} as counts_from,
    0 as bought
  from {{ ref('chk_paid_evenings') }} as evenings
  inner join {{ ref('chk_paid_evenings') }} as evenings_before
    on evenings.account_id = evenings_before.account_id and {{ add_days('evenings.day', -1) }} = evenings_before.day
  where evenings_before.is_all_paid and not evenings.is_all_paid
),

events as (
  select
    account_id,
    event_on,
    max(counts_from) as counts_from,
    sum(bought) as bought
  from (
    select account_id, event_on, counts_from, bought from payment_seconds
    union all
    select account_id, event_on, counts_from, bought from contract_seconds
    union all
    select account_id, event_on, counts_from, bought from unpaid_again
  ) as purchases
  group by account_id, event_on
),

spell_events as (
  select
    events.account_id,
    events.event_on,
    events.counts_from,
    events.bought,
    max(spell_starts.starts_on) as spell_starts_on
  from events
  inner join spell_starts on events.account_id = spell_starts.account_id and events.event_on >= spell_starts.starts_on
  group by events.account_id, events.event_on, events.counts_from, events.bought
),

-- all that was bought in the spell from one event to another, both counted
stretches as (
  select
    later.account_id,
    later.spell_starts_on,
    later.event_on,
    earlier.counts_from,
    sum(between_them.bought) as bought
  from spell_events as later
  inner join spell_events as earlier
    on later.account_id = earlier.account_id and later.spell_starts_on = earlier.spell_starts_on and later.event_on >= earlier.event_on
  inner join spell_events as between_them
    on
      later.account_id = between_them.account_id
      and later.event_on >= between_them.event_on
      and earlier.event_on <= between_them.event_on
  group by later.account_id, later.spell_starts_on, later.event_on, earlier.event_on, earlier.counts_from
)

select
  account_id,
  spell_starts_on,
  event_on,
  max(86400 * cast(counts_from as bigint) + cast(bought as bigint)) as credit_ends_at
from stretches
group by account_id, spell_starts_on, event_on
