-- Installed accounts with the day their story begins, for the second route of the glossary tests. Grain: account_id.
-- It begins with the install, or with the first opening of a contract whose books were taken over after it had started.
with

accounts as (
  select * from {{ ref('stg_accounts') }} where installed_on <= {{ as_of_date() }}
),

contracts as (
  select * from {{ ref('stg_contracts') }}
)

select
  accounts.account_id,
  accounts.opco_id,
  accounts.account_type,
  accounts.installed_on,
  coalesce(
    min(
      case
        when contracts.opening_on > contracts.fulfilled_on and contracts.opening_on > accounts.installed_on then contracts.opening_on
      end
    ),
    accounts.installed_on
  ) as told_from,
  -- nobody's contracts say when these come and go
  accounts.account_type = 'utility' or (accounts.account_type = 'loan' and count(contracts.contract_id) = 0) as is_by_install,
  case when accounts.closed_on <= {{ as_of_date() }} then accounts.closed_on end as closes_on
from accounts
left join contracts on accounts.account_id = contracts.account_id
group by accounts.account_id, accounts.opco_id, accounts.account_type, accounts.installed_on, accounts.closed_on
