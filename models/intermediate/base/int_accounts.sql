-- Accounts with what they take from opco and shop. Grain: account_id.
-- An installed_on after as_of_date is null: the install does not exist yet. An account has rows from history_from on: from its
-- install, or from the day on which its books were taken over from another system.
with

accounts as (
  select * from {{ ref('stg_accounts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

shops as (
  select * from {{ ref('stg_shops') }}
),

contracts as (
  select * from {{ ref('stg_contracts') }}
),

-- P28: the first opening that is later than the start of its contract
openings as (
  select
    contracts.account_id,
    min(contracts.opening_on) as opening_on
  from contracts
  inner join accounts on contracts.account_id = accounts.account_id
  where contracts.fulfilled_on is not null and contracts.opening_on > greatest(contracts.fulfilled_on, accounts.installed_on)
  group by contracts.account_id
),

-- P31: a lender that hands over no contracts of an account has it contracted like a utility
contract_counts as (
  select
    account_id,
    count(*) as contracts
  from contracts
  group by account_id
),

dated as (
  select
    accounts.*,
    case when accounts.installed_on <= {{ as_of_date() }} then accounts.installed_on end as known_installed_on,
    coalesce(openings.opening_on, accounts.installed_on) as history_from,
    accounts.account_type = 'utility'
    or (accounts.account_type = 'loan' and contract_counts.account_id is null) as is_contracted_by_install,
    shops.territory,
    -- a shop says where an account is; without one its own region counts
    coalesce(case when accounts.shop_id is not null then shops.region else accounts.region end, 'unknown') as known_region
  from accounts
  left join openings on accounts.account_id = openings.account_id
  left join contract_counts on accounts.account_id = contract_counts.account_id
  left join shops on accounts.shop_id = shops.shop_id
)

select
  accounts.account_id,
  accounts.customer_id,
  accounts.opco_id,
  accounts.account_type,
  accounts.shop_id,
  opcos.currency_code,
  opcos.timezone,
  accounts.known_installed_on as installed_on,
  case when accounts.known_installed_on is not null then accounts.history_from end as history_from,
  accounts.is_contracted_by_install,
  case when accounts.closed_on <= {{ as_of_date() }} then accounts.closed_on end as closed_on,
  accounts.known_region as region,
  -- two countries may use one name
  accounts.opco_id || ' / ' || accounts.known_region as region_key,
  accounts.territory,
  coalesce(accounts.cu_type, 'unknown') as cu_type,
  coalesce(accounts.tariff, 'unknown') as tariff,
  accounts.has_meter,
  coalesce(accounts.subsidy, 'unknown') as subsidy,
  accounts.sign_up_agent_code,
  accounts.sign_up_agent_name,
  accounts.install_technician_code,
  accounts.install_technician_name,
  accounts.upgrade_technician_code,
  accounts.upgrade_technician_name
from dated as accounts
inner join opcos on accounts.opco_id = opcos.opco_id
