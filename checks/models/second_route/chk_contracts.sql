-- Contracts that have started by as_of_date, for the second route of the glossary tests. Grain: contract_id.
-- was_active is false for upfront contracts and for those that ended by their start: these have no say. A contract runs from its
-- start, or from the later day on which its books were taken over.
with

contracts as (
  select * from {{ ref('stg_contracts') }} where fulfilled_on is not null
),

accounts as (
  select * from {{ ref('stg_accounts') }} where installed_on <= {{ as_of_date() }}
),

-- nothing that is dated after as_of_date has happened
dated as (
  select
    contracts.contract_id,
    contracts.account_id,
    accounts.account_type,
    contracts.contract_type,
    contracts.downpayment_days,
    coalesce(contracts.daily_rate, 0) as daily_rate,
    coalesce(contracts.financed_amount, 0) as financed_amount,
    case when contracts.fulfilled_on > accounts.installed_on then contracts.fulfilled_on else accounts.installed_on end as starts_on,
    case when contracts.ended_on > {{ as_of_date() }} then null else contracts.ended_on end as ended_on,
    contracts.end_reason,
    contracts.replaces_contract_id,
    contracts.opening_on,
    contracts.opening_credit_expires_on,
    coalesce(contracts.opening_paid_amount, 0) as opening_paid_amount
  from contracts
  inner join accounts on contracts.account_id = accounts.account_id
),

opened as (
  select
    *,
    opening_on > starts_on and coalesce(ended_on > opening_on, true) as is_opened,
    contract_type <> 'upfront' and coalesce(ended_on > starts_on, true) as was_active
  from dated
)

select
  contract_id,
  account_id,
  account_type,
  contract_type,
  downpayment_days,
  daily_rate,
  financed_amount,
  starts_on,
  case when is_opened then opening_on else starts_on end as runs_from,
  case when is_opened then opening_on end as opens_on,
  opening_credit_expires_on,
  opening_paid_amount,
  ended_on,
  end_reason,
  replaces_contract_id,
  was_active
from opened
where starts_on <= {{ as_of_date() }} and coalesce(not is_opened or opening_on <= {{ as_of_date() }}, true)
