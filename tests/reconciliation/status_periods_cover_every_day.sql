-- The status periods of an account follow each other without gap or overlap, from the day its story begins
-- (its install, or the day its books were taken over) on, the last one open.
with

accounts as (
  select * from {{ ref('chk_accounts') }} where told_from <= {{ as_of_date() }}
),

periods as (
  select
    *,
    lag(valid_to) over (partition by account_id order by valid_from) as previous_to,
    lead(valid_from) over (partition by account_id order by valid_from) as next_from,
    row_number() over (partition by account_id order by valid_from) as period_number
  from {{ ref('fct_account_status_periods') }}
)

select
  coalesce(accounts.account_id, periods.account_id) as account_id,
  accounts.told_from,
  periods.valid_from,
  periods.valid_to,
  periods.previous_to
from accounts
full outer join periods on accounts.account_id = periods.account_id
where
  accounts.account_id is null
  or periods.account_id is null
  or periods.valid_from > {{ as_of_date() }}
  or periods.valid_to <= periods.valid_from
  or (periods.period_number = 1 and periods.valid_from <> accounts.told_from)
  or (periods.period_number > 1 and periods.previous_to is distinct from periods.valid_from)
  or periods.valid_to is distinct from periods.next_from
