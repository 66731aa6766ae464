-- What days_expired counts from, per stretch of contracted days. Grain: account_id, spell_number, segment_from.
-- On a day d of the segment days_expired = max(0, day number of d - expires_day); null expires_day: always 0.
-- segment_to is exclusive, null while open.
with

spells as (
  select * from {{ ref('int_account_spells') }}
),

credit_events as (
  select * from {{ ref('int_credit_events') }}
),

arrears_periods as (
  select * from {{ ref('int_bill_arrears_periods') }}
),

-- PAYG: from one purchase of credit to the next, or to the end of the spell
credit_segments as (
  select
    credit_events.account_id,
    credit_events.spell_number,
    credit_events.event_on as segment_from,
    coalesce(credit_events.next_event_on, spells.spell_to) as segment_to,
    credit_events.expires_day
  from credit_events
  inner join spells
    on
      credit_events.account_id = spells.account_id
      and credit_events.spell_number = spells.spell_number
),

-- loans and utilities: the oldest overdue bill, as far as the spell goes
clipped_arrears as (
  select
    spells.account_id,
    spells.spell_number,
    greatest(arrears_periods.valid_from, spells.spell_from) as segment_from,
    case
      when spells.spell_to < coalesce(arrears_periods.valid_to, cast('9999-12-31' as date)) then spells.spell_to
      else arrears_periods.valid_to
    end as segment_to,
    spells.spell_to,
    arrears_periods.oldest_due_on
  from arrears_periods
  inner join spells
    on
      arrears_periods.account_id = spells.account_id
      and (spells.spell_to is null or arrears_periods.valid_from < spells.spell_to)
      and (arrears_periods.valid_to is null or arrears_periods.valid_to > spells.spell_from)
),

arrears_ordered as (
  select
    *,
    lead(segment_from) over (partition by account_id, spell_number order by segment_from) as next_from
  from clipped_arrears
),

first_arrears as (
  select
    account_id,
    spell_number,
    min(segment_from) as first_from
  from clipped_arrears
  group by account_id, spell_number
),

bill_segments as (
  select
    account_id,
    spell_number,
    segment_from,
    segment_to,
    cast({{ day_number('oldest_due_on') }} as bigint) as expires_day
  from arrears_ordered
  union all
  -- nothing overdue between two arrears, or after the last
  select
    account_id,
    spell_number,
    segment_to as segment_from,
    coalesce(next_from, spell_to) as segment_to,
    cast(null as bigint) as expires_day
  from arrears_ordered
  where
    segment_to is not null
    and (next_from is null or next_from > segment_to)
    and (spell_to is null or segment_to < spell_to)
  union all
  -- nothing overdue from the start of the spell to its first arrears
  select
    spells.account_id,
    spells.spell_number,
    spells.spell_from as segment_from,
    coalesce(first_arrears.first_from, spells.spell_to) as segment_to,
    cast(null as bigint) as expires_day
  from spells
  left join first_arrears
    on
      spells.account_id = first_arrears.account_id
      and spells.spell_number = first_arrears.spell_number
  where
    spells.account_type <> 'payg'
    and (first_arrears.first_from is null or first_arrears.first_from > spells.spell_from)
)

select * from credit_segments
union all
select * from bill_segments
