-- The state of an account in the evening of a day, read from what is true on that day alone. Grain: account_id, day.
-- The second route of the glossary tests: no periods, no windows, no state carried from day to day.
with

asked as (
  select
    asked_days.*,
    accounts.opco_id,
    accounts.account_type,
    -- contracted by the install, until the account is closed
    accounts.is_by_install,
    accounts.is_by_install and coalesce(accounts.closes_on > asked_days.day, true) as is_not_closed
  from {{ ref('chk_asked_days') }} as asked_days
  inner join {{ ref('chk_accounts') }} as accounts on asked_days.account_id = accounts.account_id
),

contract_days as (
  select * from {{ ref('chk_account_day_contracts') }}
),

categories as (
  select * from {{ ref('portfolio_categories') }}
),

-- credit bought in the present spell; it never gets less
credit_facts as (
  select
    contract_days.account_id,
    contract_days.day,
    max(credit_ends.credit_ends_at) as credit_ends_at
  from contract_days
  inner join {{ ref('chk_credit_ends') }} as credit_ends
    on
      contract_days.account_id = credit_ends.account_id
      and contract_days.spell_starts_on = credit_ends.spell_starts_on
      and contract_days.day >= credit_ends.event_on
  group by contract_days.account_id, contract_days.day
),

-- nothing expires while all is paid: the last evening that could say otherwise has the answer
paid_days as (
  select
    asked.account_id,
    asked.day,
    max(evenings.day) as evening
  from asked
  inner join {{ ref('chk_paid_evenings') }} as evenings on asked.account_id = evenings.account_id and asked.day >= evenings.day
  group by asked.account_id, asked.day
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
    asked.is_by_install,
    asked.is_not_closed or (not asked.is_by_install and contract_days.active > 0) as is_contracted,
    contract_days.ever_active,
    contract_days.upfront_completed,
    contract_days.spells,
    contract_days.spells = 1 and asked.day < contract_days.new_until as is_new,
    contract_days.end_category,
    case when policies.default_after_days > 0 then policies.default_after_days else 1 end as default_after_days,
    case
      when evenings.is_all_paid then 0
      when asked.account_type = 'payg'
        then {{ day_number('asked.day') }} - {{ int_div('credit_facts.credit_ends_at - 1', '86400') }}
      else coalesce({{ days_between('bill_facts.oldest_due_on', 'asked.day') }}, 0)
    end as days_expired
  from asked
  inner join policy_days on asked.opco_id = policy_days.opco_id and asked.day = policy_days.day
  inner join {{ ref('stg_policies') }} as policies on policy_days.opco_id = policies.opco_id and policy_days.valid_from = policies.valid_from
  inner join contract_days on asked.account_id = contract_days.account_id and asked.day = contract_days.day
  left join credit_facts on asked.account_id = credit_facts.account_id and asked.day = credit_facts.day
  left join paid_days on asked.account_id = paid_days.account_id and asked.day = paid_days.day
  left join {{ ref('chk_paid_evenings') }} as evenings
    on paid_days.account_id = evenings.account_id and paid_days.evening = evenings.day
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
      when is_by_install then 'other'
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
