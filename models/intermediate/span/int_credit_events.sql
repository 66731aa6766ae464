-- The credit clock of PAYG accounts after each day on which something moves it. Grain: account_id, spell_number, event_on.
-- Times are whole seconds since 1970-01-01; credit_until is the end of credit, expires_day the day number
-- of the last day any part of which lies before it: null while nothing expires, because all is paid in full.
with

purchases as (
  select * from {{ ref('int_credit_purchases') }}
),

paid_in_full as (
  select * from {{ ref('int_paid_in_full_periods') }}
),

running as (
  select
    *,
    cast(sum(seconds) over (partition by account_id, spell_number order by event_on) as bigint) as bought_until,
    lead(event_on) over (partition by account_id, spell_number order by event_on) as next_event_on
  from purchases
),

-- credit runs from the latest day on which there was none left: a running maximum instead of a recursion
clock as (
  select
    *,
    max(floor_at - (bought_until - seconds)) over (partition by account_id, spell_number order by event_on) + bought_until as credit_until
  from running
)

select
  clock.account_id,
  clock.spell_number,
  clock.event_on,
  clock.next_event_on,
  clock.seconds,
  clock.credit_until,
  case
    when paid_in_full.account_id is null
      then cast({{ int_div('clock.credit_until + 86399', '86400') }} - 1 as bigint)
  end as expires_day
from clock
left join paid_in_full
  on
    clock.account_id = paid_in_full.account_id
    and clock.event_on >= paid_in_full.valid_from
    and (paid_in_full.valid_to is null or clock.event_on < paid_in_full.valid_to)
