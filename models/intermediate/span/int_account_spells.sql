-- Spells: maximal runs of contracted days of an account. Grain: account_id, spell_number.
-- spell_to is exclusive, null while open; end_category says where the account goes then. is_first: no earlier spell is told of,
-- because the account has rows from history_from on only; new_until is the end of the days that its downpayment bought.
with

accounts as (
  select * from {{ ref('int_accounts') }} where installed_on is not null
),

periods as (
  select * from {{ ref('int_contract_periods') }} where active_contracts > 0
),

spans as (
  select * from {{ ref('int_contract_spans') }} where was_active
),

end_reasons as (
  select * from {{ ref('end_reasons') }}
),

contract_spells as (
  select
    account_id,
    spell_number,
    min(valid_from) as spell_from,
    case when count(valid_to) = count(*) then max(valid_to) end as spell_to
  from periods
  group by account_id, spell_number
),

-- of several contracts that start a spell, the longest downpayment counts
starts as (
  select
    contract_spells.account_id,
    contract_spells.spell_number,
    max({{ add_days('spans.start_on', 'spans.downpayment_days') }}) as new_until
  from contract_spells
  inner join spans
    on
      contract_spells.account_id = spans.account_id
      and contract_spells.spell_from = spans.active_from
  group by contract_spells.account_id, contract_spells.spell_number
),

-- of several contracts that end a spell, the gravest reason counts
ends as (
  select
    contract_spells.account_id,
    contract_spells.spell_number,
    min(end_reasons.tie_priority) as tie_priority
  from contract_spells
  inner join spans
    on
      contract_spells.account_id = spans.account_id
      and contract_spells.spell_to = spans.active_to
  inner join end_reasons on spans.end_reason = end_reasons.end_reason
  group by contract_spells.account_id, contract_spells.spell_number
),

contracted as (
  select
    accounts.account_id,
    accounts.opco_id,
    accounts.account_type,
    accounts.history_from,
    contract_spells.spell_number,
    contract_spells.spell_from,
    contract_spells.spell_to,
    starts.new_until,
    end_reasons.portfolio_category as end_category
  from contract_spells
  inner join accounts on contract_spells.account_id = accounts.account_id
  inner join starts
    on
      contract_spells.account_id = starts.account_id
      and contract_spells.spell_number = starts.spell_number
  left join ends
    on
      contract_spells.account_id = ends.account_id
      and contract_spells.spell_number = ends.spell_number
  left join end_reasons on ends.tie_priority = end_reasons.tie_priority
  where not accounts.is_contracted_by_install
),

-- utility accounts, and those of a lender without contracts, are contracted from their install until they close
by_install as (
  select
    account_id,
    opco_id,
    account_type,
    history_from,
    1 as spell_number,
    installed_on as spell_from,
    closed_on as spell_to,
    installed_on as new_until,
    case when closed_on is not null then 'other' end as end_category
  from accounts
  where is_contracted_by_install and (closed_on is null or closed_on > installed_on)
),

all_spells as (
  select * from contracted
  union all
  select * from by_install
)

select
  *,
  -- P28: what is told of begins with the account's history
  greatest(spell_from, history_from) as told_from,
  (spell_to is null or spell_to > history_from)
  and spell_number
  = min(case when spell_to is null or spell_to > history_from then spell_number end) over (partition by account_id) as is_first
from all_spells
