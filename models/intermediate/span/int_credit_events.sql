-- The credit clock of PAYG accounts after each day on which credit was bought. Grain: account_id, spell_number, event_on.
-- Times are whole seconds since 1970-01-01; credit_until is the end of credit, expires_day the day number
-- of the last day any part of which lies before it.
with

spells as (
  select * from {{ ref('int_account_spells') }} where account_type = 'payg'
),

spans as (
  select * from {{ ref('int_contract_spans') }} where was_active and account_type = 'payg'
),

periods as (
  select * from {{ ref('int_contract_periods') }} where active_contracts > 0
),

payments as (
  select *
  from {{ ref('int_payments') }}
  where account_type = 'payg' and payment_type in ('instalment', 'bonus') and not is_reversed
),

-- the downpayment days of the contract that starts the spell
spell_starts as (
  select
    account_id,
    spell_number,
    spell_from as event_on,
    cast(downpayment_days as bigint) * 86400 as seconds
  from spells
),

-- a contract that starts later in the spell adds its own
later_starts as (
  select
    spans.account_id,
    spells.spell_number,
    spans.active_from as event_on,
    cast(spans.downpayment_days as bigint) * 86400 as seconds
  from spans
  inner join spells
    on
      spans.account_id = spells.account_id
      and spans.active_from > spells.spell_from
      and (spells.spell_to is null or spans.active_from < spells.spell_to)
  where spans.downpayment_days > 0
),

daily_payments as (
  select
    account_id,
    paid_on,
    sum(amount) as amount
  from payments
  group by account_id, paid_on
),

-- money buys days at the rate of the contracts active on its day; without a rate it buys none
payment_credit as (
  select
    periods.account_id,
    periods.spell_number,
    daily_payments.paid_on as event_on,
    {{ credit_seconds('daily_payments.amount', 'periods.daily_rate') }} as seconds
  from daily_payments
  inner join periods
    on
      daily_payments.account_id = periods.account_id
      and daily_payments.paid_on >= periods.valid_from
      and (periods.valid_to is null or daily_payments.paid_on < periods.valid_to)
  where periods.daily_rate > 0
),

bought as (
  select * from spell_starts
  union all
  select * from later_starts
  union all
  select * from payment_credit
),

daily_bought as (
  select
    account_id,
    spell_number,
    event_on,
    {{ day_number('event_on') }} as event_day,
    cast(sum(seconds) as bigint) as seconds
  from bought
  group by account_id, spell_number, event_on
),

running as (
  select
    *,
    cast(sum(seconds) over (partition by account_id, spell_number order by event_on) as bigint) as bought_until,
    lead(event_on) over (partition by account_id, spell_number order by event_on) as next_event_on
  from daily_bought
),

-- credit runs from the latest day on which there was none left: a running maximum instead of a recursion
clock as (
  select
    *,
    max(cast(event_day as bigint) * 86400 - (bought_until - seconds))
      over (partition by account_id, spell_number order by event_on)
    + bought_until as credit_until
  from running
)

select
  account_id,
  spell_number,
  event_on,
  next_event_on,
  seconds,
  credit_until,
  cast({{ int_div('credit_until + 86399', '86400') }} - 1 as bigint) as expires_day
from clock
