-- What an account's contracts say in the evening of a day, for the second route of the glossary tests. Grain: account_id, day.
with

asked as (
  select * from {{ ref('chk_asked_days') }}
),

contracts as (
  select * from {{ ref('chk_contracts') }}
),

end_reasons as (
  select * from {{ ref('end_reasons') }}
),

-- active in the evening: started by then and not ended; a contract that was never active has no say
contract_facts as (
  select
    asked.account_id,
    asked.day,
    sum(case when contracts.was_active and (contracts.ended_on is null or contracts.ended_on > asked.day) then 1 else 0 end) as active,
    sum(case when contracts.was_active then 1 else 0 end) as ever_active,
    max(case when contracts.was_active and contracts.ended_on <= asked.day then contracts.ended_on end) as last_ended_on,
    sum(
      case
        when contracts.contract_type = 'upfront' and contracts.ended_on <= asked.day and contracts.end_reason = 'completed' then 1
        else 0
      end
    ) as upfront_completed
  from asked
  inner join contracts on asked.account_id = contracts.account_id and asked.day >= contracts.runs_from
  group by asked.account_id, asked.day
),

-- of several that end on one day, the gravest reason
last_reasons as (
  select
    contract_facts.account_id,
    contract_facts.day,
    min(end_reasons.tie_priority) as tie_priority
  from contract_facts
  inner join contracts on contract_facts.account_id = contracts.account_id and contract_facts.last_ended_on = contracts.ended_on
  inner join end_reasons on contracts.end_reason = end_reasons.end_reason
  where contracts.was_active
  group by contract_facts.account_id, contract_facts.day
),

spell_facts as (
  select
    asked.account_id,
    asked.day,
    max(spell_starts.starts_on) as spell_starts_on,
    sum(case when spell_starts.is_told then 1 else 0 end) as spells,
    max(spell_starts.new_until) as new_until
  from asked
  inner join {{ ref('chk_spell_starts') }} as spell_starts
    on asked.account_id = spell_starts.account_id and asked.day >= spell_starts.starts_on
  group by asked.account_id, asked.day
)

select
  asked.account_id,
  asked.day,
  coalesce(contract_facts.active, 0) as active,
  coalesce(contract_facts.ever_active, 0) as ever_active,
  coalesce(contract_facts.upfront_completed, 0) as upfront_completed,
  end_reasons.portfolio_category as end_category,
  coalesce(spell_facts.spells, 0) as spells,
  spell_facts.spell_starts_on,
  spell_facts.new_until
from asked
left join contract_facts on asked.account_id = contract_facts.account_id and asked.day = contract_facts.day
left join last_reasons on asked.account_id = last_reasons.account_id and asked.day = last_reasons.day
left join end_reasons on last_reasons.tie_priority = end_reasons.tie_priority
left join spell_facts on asked.account_id = spell_facts.account_id and asked.day = spell_facts.day
