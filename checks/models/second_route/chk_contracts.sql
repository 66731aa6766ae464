-- Contracts that have started by as_of_date, for the second route of the glossary tests. Grain: contract_id.
-- was_active is false for upfront contracts and for those that ended by their start: these have no say.
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
    contracts.end_reason
  from contracts
  inner join accounts on contracts.account_id = accounts.account_id
)

select
  *,
  not (contract_type = 'upfront' or coalesce(ended_on <= starts_on, false)) as was_active
from dated
where starts_on <= {{ as_of_date() }}
