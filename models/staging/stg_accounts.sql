-- Accepted accounts. Grain: account_id.
with

accounts as (
  select * from {{ ref('judged_accounts') }} where row_status = 'accepted'
)

select
  account_id,
  customer_id,
  opco_id,
  shop_id,
  account_type,
  installed_on,
  cu_type,
  tariff,
  has_meter,
  subsidy,
  sign_up_agent_code,
  sign_up_agent_name,
  install_technician_code,
  install_technician_name,
  upgrade_technician_code,
  upgrade_technician_name,
  region,
  closed_on,
  created_at,
  loaded_at
from accounts
