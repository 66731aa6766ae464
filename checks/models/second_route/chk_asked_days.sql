-- Days on whose evening an account's state is worked out, for the second route of the glossary tests. Grain: account_id, day.
-- Every snapshot; every day on which anything could change the state, and the evening before it.
with

accounts as (
  select * from {{ ref('chk_accounts') }}
),

contracts as (
  select * from {{ ref('chk_contracts') }}
),

spell_starts as (
  select * from {{ ref('chk_spell_starts') }}
),

credit_ends as (
  select * from {{ ref('chk_credit_ends') }}
),

bill_openings as (
  select * from {{ ref('chk_bill_openings') }}
),

policies as (
  select * from {{ ref('stg_policies') }}
),

months as (
  {{ glossary_months() }}
),

-- what happens to an account by itself
happenings as (
  select account_id, told_from as day from accounts
  union
  select account_id, closes_on as day from accounts where closes_on is not null
  union
  select account_id, day from {{ ref('chk_paid_evenings') }}
  union
  select account_id, runs_from as day from contracts
  union
  select account_id, ended_on as day from contracts where ended_on is not null
  union
  select account_id, new_until as day from spell_starts
  union
  select account_id, event_on as day from credit_ends
  union
  select account_id, opens_on as day from bill_openings
  union
  select account_id, closes_on as day from bill_openings where closes_on is not null
),

-- days on which an account goes into default when it does not pay, and on which the rule for it changes
defaults as (
  select
    credit_ends.account_id,
    {{ date_of_day_number(int_div('credit_ends.credit_ends_at - 1', '86400') ~ ' + greatest(policies.default_after_days, 1)') }} as day
  from credit_ends
  inner join accounts on credit_ends.account_id = accounts.account_id
  inner join policies on accounts.opco_id = policies.opco_id
  union
  select
    bill_openings.account_id,
    {{ add_days('bill_openings.due_on', 'greatest(policies.default_after_days, 1)') }} as day
  from bill_openings
  inner join accounts on bill_openings.account_id = accounts.account_id
  inner join policies on accounts.opco_id = policies.opco_id
  union
  select
    accounts.account_id,
    policies.valid_from as day
  from accounts
  inner join policies on accounts.opco_id = policies.opco_id
),

changing as (
  select account_id, day from happenings
  union
  select account_id, day from defaults
),

asked as (
  select account_id, day, 1 as may_change, 0 as is_snapshot from changing
  union all
  select account_id, {{ add_days('day', -1) }} as day, 0 as may_change, 0 as is_snapshot from changing
  union all
  select accounts.account_id, months.snapshot_on as day, 0 as may_change, 1 as is_snapshot
  from accounts
  inner join months on accounts.told_from <= months.snapshot_on
)

select
  asked.account_id,
  asked.day,
  max(asked.may_change) = 1 as may_change,
  max(asked.is_snapshot) = 1 as is_snapshot
from asked
inner join accounts on asked.account_id = accounts.account_id
where asked.day between accounts.told_from and {{ as_of_date() }}
group by asked.account_id, asked.day
