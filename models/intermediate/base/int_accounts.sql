-- Accounts with what they take from opco and shop. Grain: account_id.
-- An installed_on after as_of_date is null: the install does not exist yet.
with

accounts as (
  select * from {{ ref('stg_accounts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

shops as (
  select * from {{ ref('stg_shops') }}
)

select
  accounts.account_id,
  accounts.customer_id,
  accounts.opco_id,
  accounts.account_type,
  accounts.shop_id,
  opcos.currency_code,
  opcos.timezone,
  case when accounts.installed_on <= {{ as_of_date() }} then accounts.installed_on end as installed_on,
  -- a shop says where an account is; without one its own region counts
  coalesce(case when accounts.shop_id is not null then shops.region else accounts.region end, 'unknown') as region,
  shops.territory,
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
from accounts
inner join opcos on accounts.opco_id = opcos.opco_id
left join shops on accounts.shop_id = shops.shop_id
