-- Days on which an account becomes contracted, for the second route of the glossary tests. Grain: account_id, starts_on.
with

contracts as (
  select * from {{ ref('chk_contracts') }} where was_active
),

accounts as (
  select * from {{ ref('stg_accounts') }} where installed_on <= {{ as_of_date() }}
)

-- a contract starts while no other was active on the evening before; a utility account is contracted by its install
select
  contracts.account_id,
  contracts.starts_on,
  max(contracts.downpayment_days) as downpayment_days
from contracts
left join contracts as others
  on
    contracts.account_id = others.account_id
    and contracts.starts_on > others.starts_on
    and (others.ended_on is null or contracts.starts_on <= others.ended_on)
where others.contract_id is null and contracts.account_type <> 'utility'
group by contracts.account_id, contracts.starts_on
union all
select
  account_id,
  installed_on as starts_on,
  0 as downpayment_days
from accounts
where account_type = 'utility'
