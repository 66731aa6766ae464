-- Days on which an account has a bill open past its due day. Grain: account_id, valid_from; periods never overlap.
-- On a day d of a period the days past due are d - oldest_due_on, on every other day 0. valid_to is exclusive, null = open.
with

-- an open refund is owed, but it is no bill
settled_debits as (
  select * from {{ ref('int_settled_debits') }} where bill_id is not null
),

open_days as (
  select
    account_id,
    debit_number,
    due_on,
    overdue_from,
    coalesce(settled_on, left_on, cast('9999-12-31' as date)) as overdue_to
  from settled_debits
),

overdue as (
  select
    *,
    max(case when overdue_from > {{ add_days('due_on', 1) }} then 1 else 0 end) over (partition by account_id) as has_late_entry
  from open_days
  where overdue_from < overdue_to and overdue_from <= {{ as_of_date() }}
),

-- a debit is the oldest once all that were due before it are closed
after_older as (
  select
    account_id,
    due_on,
    overdue_from,
    overdue_to,
    max(overdue_to) over (
      partition by account_id
      order by due_on, debit_number
      rows between unbounded preceding and 1 preceding
    ) as older_to
  from overdue
  where has_late_entry = 0
),

-- debits that enter the ledger when they are overdue already may be older than the one that counts so far: these
-- accounts are read between each two days on which anything changes
turning_days as (
  select
    account_id,
    overdue_from as turns_on
  from overdue
  where has_late_entry = 1
  union
  select
    account_id,
    overdue_to as turns_on
  from overdue
  where has_late_entry = 1
),

stretches as (
  select
    account_id,
    turns_on as valid_from,
    lead(turns_on) over (partition by account_id order by turns_on) as valid_to
  from turning_days
),

periods as (
  select
    account_id,
    greatest(overdue_from, coalesce(older_to, overdue_from)) as valid_from,
    overdue_to as valid_to,
    due_on as oldest_due_on
  from after_older
  where older_to is null or older_to < overdue_to
  union all
  select
    stretches.account_id,
    stretches.valid_from,
    stretches.valid_to,
    min(overdue.due_on) as oldest_due_on
  from stretches
  inner join overdue
    on
      stretches.account_id = overdue.account_id
      and stretches.valid_from >= overdue.overdue_from
      and stretches.valid_to <= overdue.overdue_to
  where stretches.valid_to is not null
  group by stretches.account_id, stretches.valid_from, stretches.valid_to
),

-- neighbours with the same oldest due day are one period
compared as (
  select
    *,
    case
      when
        lag(valid_to) over (partition by account_id order by valid_from) = valid_from
        and lag(oldest_due_on) over (partition by account_id order by valid_from) = oldest_due_on
        then 0
      else 1
    end as starts_period
  from periods
),

numbered as (
  select
    *,
    sum(starts_period) over (partition by account_id order by valid_from) as period_number
  from compared
)

select
  account_id,
  min(valid_from) as valid_from,
  nullif(max(valid_to), cast('9999-12-31' as date)) as valid_to,
  oldest_due_on
from numbered
group by account_id, period_number, oldest_due_on
