-- The state of an account in the evening of a day, read from what is true on that day alone. Grain: account_id, day.
-- The second route of the glossary tests: no periods, no windows, no state carried from day to day.
with

asked as (
  select
    asked_days.*,
    accounts.opco_id,
    accounts.account_type
  from {{ ref('chk_asked_days') }} as asked_days
  inner join {{ ref('stg_accounts') }} as accounts on asked_days.account_id = accounts.account_id
),

contracts as (
  select * from {{ ref('chk_contracts') }}
),

end_reasons as (
  select * from {{ ref('end_reasons') }}
),

categories as (
  select * from {{ ref('portfolio_categories') }}
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
      case when contracts.contract_type = 'upfront' and contracts.ended_on <= asked.day and contracts.end_reason = 'completed' then 1 else 0 end
    ) as upfront_completed
  from asked
  inner join contracts on asked.account_id = contracts.account_id and asked.day >= contracts.starts_on
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
    count(*) as spells,
    max(spell_starts.downpayment_days) as downpayment_days
  from asked
  inner join {{ ref('chk_spell_starts') }} as spell_starts
    on asked.account_id = spell_starts.account_id and asked.day >= spell_starts.starts_on
  group by asked.account_id, asked.day
),

-- credit bought in the present spell; it never gets less
credit_facts as (
  select
    spell_facts.account_id,
    spell_facts.day,
    max(credit_ends.credit_ends_at) as credit_ends_at
  from spell_facts
  inner join {{ ref('chk_credit_ends') }} as credit_ends
    on
      spell_facts.account_id = credit_ends.account_id
      and spell_facts.spell_starts_on = credit_ends.spell_starts_on
      and spell_facts.day >= credit_ends.event_on
  group by spell_facts.account_id, spell_facts.day
),

bill_facts as (
  select
    asked.account_id,
    asked.day,
    min(bill_openings.due_on) as oldest_due_on
  from asked
  inner join {{ ref('chk_bill_openings') }} as bill_openings
    on
      asked.account_id = bill_openings.account_id
      and asked.day >= bill_openings.opens_on
      and (bill_openings.closes_on is null or asked.day < bill_openings.closes_on)
  where asked.account_type <> 'payg'
  group by asked.account_id, asked.day
),

-- the policy that began last by the day, else the opco's first
policy_days as (
  select
    days.opco_id,
    days.day,
    coalesce(max(case when policies.valid_from <= days.day then policies.valid_from end), min(policies.valid_from)) as valid_from
  from (select distinct opco_id, day from asked) as days
  inner join {{ ref('stg_policies') }} as policies on days.opco_id = policies.opco_id
  group by days.opco_id, days.day
),

facts as (
  select
    asked.account_id,
    asked.opco_id,
    asked.account_type,
    asked.day,
    asked.may_change,
    asked.is_snapshot,
    asked.account_type = 'utility' or coalesce(contract_facts.active, 0) > 0 as is_contracted,
    coalesce(contract_facts.ever_active, 0) as ever_active,
    coalesce(contract_facts.upfront_completed, 0) as upfront_completed,
    coalesce(spell_facts.spells, 0) as spells,
    spell_facts.spells = 1 and asked.day < {{ add_days('spell_facts.spell_starts_on', 'spell_facts.downpayment_days') }} as is_new,
    end_reasons.portfolio_category as end_category,
    case when policies.default_after_days > 0 then policies.default_after_days else 1 end as default_after_days,
    case
      when asked.account_type = 'payg'
        then {{ day_number('asked.day') }} - {{ int_div('credit_facts.credit_ends_at - 1', '86400') }}
      else coalesce({{ days_between('bill_facts.oldest_due_on', 'asked.day') }}, 0)
    end as days_expired
  from asked
  inner join policy_days on asked.opco_id = policy_days.opco_id and asked.day = policy_days.day
  inner join {{ ref('stg_policies') }} as policies on policy_days.opco_id = policies.opco_id and policy_days.valid_from = policies.valid_from
  left join contract_facts on asked.account_id = contract_facts.account_id and asked.day = contract_facts.day
  left join last_reasons on asked.account_id = last_reasons.account_id and asked.day = last_reasons.day
  left join end_reasons on last_reasons.tie_priority = end_reasons.tie_priority
  left join spell_facts on asked.account_id = spell_facts.account_id and asked.day = spell_facts.day
  left join credit_facts on asked.account_id = credit_facts.account_id and asked.day = credit_facts.day
  left join bill_facts on asked.account_id = bill_facts.account_id and asked.day = bill_facts.day
),

judged as (
  select
    *,
    case
      when is_contracted and is_new then 'new'
      when is_contracted and days_expired <= 0 then 'normal'
      when is_contracted and days_expired < default_after_days then 'late'
      when is_contracted then 'defaulted'
      when ever_active > 0 then end_category
      when upfront_completed > 0 then 'upfront'
      else 'other'
    end as portfolio_category
  from facts
)

select
  judged.account_id,
  judged.opco_id,
  judged.account_type,
  judged.day,
  judged.may_change,
  judged.is_snapshot,
  judged.spells,
  categories.portfolio,
  categories.portfolio_group,
  judged.portfolio_category,
  case when judged.is_contracted then greatest(judged.days_expired, 0) end as days_expired
from judged
inner join categories on judged.portfolio_category = categories.portfolio_category
