-- Spells: maximal runs of contracted days of an account. Grain: account_id, spell_number.
-- spell_to is exclusive, null while open; end_category says where the account goes then.
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
    max(spans.downpayment_days) as downpayment_days
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
    contract_spells.spell_number,
    contract_spells.spell_from,
    contract_spells.spell_to,
    starts.downpayment_days,
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
  where accounts.account_type <> 'utility'
)

select * from contracted
union all
-- a utility account is contracted from its install on and never leaves
select
  account_id,
  opco_id,
  account_type,
  1 as spell_number,
  installed_on as spell_from,
  cast(null as date) as spell_to,
  0 as downpayment_days,
  cast(null as {{ dbt.type_string() }}) as end_category
from accounts
where account_type = 'utility'
