-- Accounts that a field agent should visit, by band. Grain: account_id.
with

accounts as (
  select * from {{ ref('arrears', 'dim_accounts') }}
),

bands as (
  select * from {{ ref('arpu_bands') }}
)

select
  accounts.account_id,
  accounts.opco_id,
  accounts.days_expired,
  bands.label as band
from accounts
left join bands on accounts.arpu_range = bands.arpu_range
where accounts.portfolio_category = 'defaulted'
