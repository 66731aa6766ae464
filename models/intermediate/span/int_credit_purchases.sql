-- What moves the credit clock of PAYG accounts. Grain: account_id, spell_number, event_on.
-- The clock is put to floor_at where it stands earlier, then runs on by seconds. Whole seconds since 1970-01-01.
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

paid_in_full as (
  select * from {{ ref('int_paid_in_full_periods') }}
),

starts as (
  select
    spans.account_id,
    spells.spell_number,
    spans.active_from as event_on,
    spans.active_from = spells.spell_from as is_spell_start,
    spans.opening_on,
    spans.opening_credit_expires_on,
    spans.downpayment_days
  from spans
  inner join spells
    on
      spans.account_id = spells.account_id
      and spans.active_from >= spells.spell_from
      and (spells.spell_to is null or spans.active_from < spells.spell_to)
),

daily_payments as (
  select
    account_id,
    paid_on,
    sum(amount) as amount
  from {{ ref('int_payments') }}
  where account_type = 'payg' and payment_type in ('instalment', 'bonus') and not is_reversed
  group by account_id, paid_on
),

events as (
  -- the longest downpayment of the contracts that start the spell
  select
    account_id,
    spell_number,
    event_on,
    {{ day_number('event_on') }} + max(downpayment_days) as floor_day,
    0 as seconds
  from starts
  where is_spell_start and opening_on is null
  group by account_id, spell_number, event_on
  union all
  -- a contract that starts later in the spell adds its own
  select
    account_id,
    spell_number,
    event_on,
    {{ day_number('event_on') }} as floor_day,
    cast(downpayment_days as bigint) * 86400 as seconds
  from starts
  where not is_spell_start and opening_on is null and downpayment_days > 0
  union all
  -- P28: an opening brings the credit that was left, to the end of its last day; without one there is none
  select
    account_id,
    spell_number,
    event_on,
    coalesce({{ day_number('opening_credit_expires_on') }} + 1, {{ day_number('event_on') }}) as floor_day,
    0 as seconds
  from starts
  where opening_on is not null
  union all
  -- money buys days at the rate of the contracts active on its day; without a rate it buys none
  select
    periods.account_id,
    periods.spell_number,
    daily_payments.paid_on as event_on,
    {{ day_number('daily_payments.paid_on') }} as floor_day,
    {{ credit_seconds('daily_payments.amount', 'periods.daily_rate') }} as seconds
  from daily_payments
  inner join periods
    on
      daily_payments.account_id = periods.account_id
      and daily_payments.paid_on >= periods.valid_from
      and (periods.valid_to is null or daily_payments.paid_on < periods.valid_to)
  where periods.daily_rate > 0
  union all
  -- P29: credit that does not end while all is paid runs out at the earliest on the day on which it is not any more
  {% for day, floor_day in [('valid_from', 'cast(null as integer)'), ('valid_to', day_number('paid_in_full.valid_to'))] -%}
  select
    spells.account_id,
    spells.spell_number,
    paid_in_full.{{ day }} as event_on,
    {{ floor_day }} as floor_day,
    0 as seconds
  from paid_in_full
  inner join spells
    on
      paid_in_full.account_id = spells.account_id
      and paid_in_full.{{ day }} >= spells.spell_from
      and (spells.spell_to is null or paid_in_full.{{ day }} < spells.spell_to)
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

select
  account_id,
  spell_number,
  event_on,
  cast(max(floor_day) as bigint) * 86400 as floor_at,
  cast(sum(seconds) as bigint) as seconds
from events
group by account_id, spell_number, event_on
