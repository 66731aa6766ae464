-- Days on which a new contract has taken over the debt of one that ended as restructured, for the second route of the glossary
-- tests. Grain: account_id, restructured_on. Only what the account's story tells.
with

contracts as (
  select * from {{ ref('chk_contracts') }} where was_active
)

select distinct
  accounts.account_id,
  accounts.opco_id,
  accounts.account_type,
  accounts.installed_on,
  case when old.ended_on > new.runs_from then old.ended_on else new.runs_from end as restructured_on
from contracts as new
inner join contracts as old on new.account_id = old.account_id and new.replaces_contract_id = old.contract_id
inner join {{ ref('chk_accounts') }} as accounts on new.account_id = accounts.account_id
where
  old.end_reason = 'restructured'
  and old.contract_id <> new.contract_id
  and old.ended_on is not null
  and coalesce(new.ended_on > old.ended_on, true)
  and case when old.ended_on > new.runs_from then old.ended_on else new.runs_from end >= accounts.told_from
