-- Days on which an account becomes contracted, for the second route of the glossary tests. Grain: account_id, starts_on.
-- A spell that was over when the account's story begins is not told of. new_until: the days that its downpayment bought.
with

contracts as (
  select * from {{ ref('chk_contracts') }} where was_active
),

accounts as (
  select * from {{ ref('chk_accounts') }}
),

-- a contract starts while no other was active on the evening before; without contracts the install counts
starts as (
  select
    contracts.account_id,
    contracts.runs_from as starts_on,
    max({{ add_days('contracts.starts_on', 'contracts.downpayment_days') }}) as new_until
  from contracts
  inner join accounts on contracts.account_id = accounts.account_id
  left join contracts as others
    on
      contracts.account_id = others.account_id
      and contracts.runs_from > others.runs_from
      and (others.ended_on is null or contracts.runs_from <= others.ended_on)
  where others.contract_id is null and not accounts.is_by_install
  group by contracts.account_id, contracts.runs_from
  union all
  select
    account_id,
    installed_on as starts_on,
    installed_on as new_until
  from accounts
  where is_by_install and coalesce(closes_on > installed_on, true)
),

-- who was contracted in the first evening of the story
contracted_at_first as (
  select
    accounts.account_id,
    max(starts.starts_on) as starts_on
  from accounts
  inner join starts on accounts.account_id = starts.account_id and accounts.told_from >= starts.starts_on
  left join contracts
    on
      accounts.account_id = contracts.account_id
      and accounts.told_from >= contracts.runs_from
      and (contracts.ended_on is null or accounts.told_from < contracts.ended_on)
  where accounts.is_by_install or contracts.contract_id is not null
  group by accounts.account_id
)

select
  starts.account_id,
  starts.starts_on,
  starts.new_until,
  starts.starts_on > accounts.told_from or coalesce(starts.starts_on = contracted_at_first.starts_on, false) as is_told
from starts
inner join accounts on starts.account_id = accounts.account_id
left join contracted_at_first on starts.account_id = contracted_at_first.account_id
