-- Restructurings: a contract of the account takes over the debt of one that ended as restructured. Grain: contract_id (the new
-- one). The account is marked from restructured_on until restructured_to, the end of the new contract (exclusive, null = open).
with

spans as (
  select * from {{ ref('int_contract_spans') }} where was_active
),

restructured as (
  select
    carriers.contract_id,
    carriers.account_id,
    replaced.contract_id as replaced_contract_id,
    -- the debt is carried on once the old contract has ended and the new one runs
    greatest(replaced.ended_on, carriers.active_from) as restructured_on,
    carriers.active_to as restructured_to
  from spans as carriers
  inner join spans as replaced
    on
      carriers.replaces_contract_id = replaced.contract_id
      and carriers.account_id = replaced.account_id
  where replaced.end_reason = 'restructured' and carriers.contract_id <> replaced.contract_id
)

select *
from restructured
where restructured_to is null or restructured_on < restructured_to
