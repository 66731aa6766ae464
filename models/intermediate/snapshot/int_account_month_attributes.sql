-- What an account's contracts and device say at each month's snapshot. Grain: account_id, month_end.
-- Once the account is uncontracted the values of its last contracted day stay.
with

states as (
  select * from {{ ref('int_account_month_states') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

periods as (
  select * from {{ ref('int_contract_periods') }}
),

spells as (
  select * from {{ ref('int_account_spells') }}
),

device_states as (
  select * from {{ ref('stg_device_states') }} where changed_on <= {{ as_of_date() }}
),

-- contract values hold from one change to the next; only a utility account can go on without contracts
contract_values as (
  select
    periods.account_id,
    -- contracts that all come without a rate tell nothing of the revenue
    case when periods.rated_contracts > 0 then periods.daily_rate end as daily_rate,
    periods.has_tv,
    periods.is_esf_only,
    periods.active_contracts,
    {{ month_index('periods.valid_from') }} as from_index,
    lead({{ month_index('periods.valid_from') }}, 1, 999999)
      over (partition by periods.account_id order by periods.valid_from) as to_index
  from periods
  inner join accounts on periods.account_id = accounts.account_id
  where
    (periods.active_contracts > 0 or accounts.account_type = 'utility')
    -- P31: what begins when the connection is given up says nothing of it
    and periods.valid_from < coalesce(accounts.closed_on, cast('9999-12-31' as date))
),

-- the last state reported in a month is the state at its snapshot
device_changes as (
  select
    account_id,
    enable_status,
    {{ month_index('changed_on') }} as from_index,
    lead({{ month_index('changed_on') }}, 1, 999999) over (partition by account_id order by changed_at) as to_index
  from device_states
),

-- the last state reported by the last contracted day of a spell
spell_devices as (
  select
    spells.account_id,
    spells.spell_number,
    device_states.enable_status,
    row_number() over (
      partition by spells.account_id, spells.spell_number
      order by device_states.changed_at desc
    ) as recency
  from spells
  inner join device_states
    on
      spells.account_id = device_states.account_id
      and spells.spell_to > device_states.changed_on
),

-- the spell that ended last is the one whose values stay
ended_spells as (
  select
    spells.account_id,
    spell_devices.enable_status,
    {{ month_index('spells.spell_to') }} as from_index,
    lead({{ month_index('spells.spell_to') }}, 1, 999999)
      over (partition by spells.account_id order by spells.spell_number) as to_index
  from spells
  left join spell_devices
    on
      spells.account_id = spell_devices.account_id
      and spells.spell_number = spell_devices.spell_number
      and spell_devices.recency = 1
  where spells.spell_to is not null
)

select
  states.account_id,
  states.month_end,
  cast(case when contract_values.active_contracts > 0 then contract_values.daily_rate end as {{ money_type() }}) as daily_rate,
  case when contract_values.active_contracts > 0 then contract_values.has_tv end as has_tv,
  case when contract_values.active_contracts > 0 then contract_values.is_esf_only end as is_esf_only,
  case
    when states.portfolio = 'uncontracted' and ended_spells.account_id is not null then ended_spells.enable_status
    else device_changes.enable_status
  end as enable_status
from states
left join contract_values
  on
    states.account_id = contract_values.account_id
    and states.month_index >= contract_values.from_index
    and states.month_index < contract_values.to_index
left join device_changes
  on
    states.account_id = device_changes.account_id
    and states.month_index >= device_changes.from_index
    and states.month_index < device_changes.to_index
left join ended_spells
  on
    states.account_id = ended_spells.account_id
    and states.month_index >= ended_spells.from_index
    and states.month_index < ended_spells.to_index
