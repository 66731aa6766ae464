-- action_effect: share of treated accounts that paid less that of comparable ones, account by account.
with

{{ staged_effects() }}

select
  coalesce(counted.month_end, found.month_end) as month_end,
  coalesce(counted.opco_id, found.opco_id) as opco_id,
  coalesce(counted.action_type, found.action_type) as action_type,
  counted.treated_accounts as expected_accounts,
  found.treated_accounts as found_accounts,
  counted.extra_payers / nullif(counted.treated_accounts, 0) as expected_value,
  found.effect as found_value
from counted
full outer join {{ ref('fct_action_effect_months') }} as found
  on
    counted.month_end = found.month_end
    and counted.opco_id = found.opco_id
    and counted.action_type = found.action_type
where
  counted.treated_accounts is distinct from found.treated_accounts
  or counted.experiment_accounts is distinct from found.experiment_accounts
  or (counted.extra_payers / nullif(counted.treated_accounts, 0) is null) <> (found.effect is null)
  or abs(counted.extra_payers / nullif(counted.treated_accounts, 0) - found.effect) > 0.000001 * greatest(1, abs(found.effect))
union all
-- pooled over the months: sums before division
select
  cast(null as date) as month_end,
  coalesce(pooled.opco_id, found.opco_id) as opco_id,
  coalesce(pooled.action_type, found.action_type) as action_type,
  pooled.treated_accounts as expected_accounts,
  found.treated_accounts as found_accounts,
  pooled.extra_payers / nullif(pooled.treated_accounts, 0) as expected_value,
  found.effect as found_value
from (
  select
    opco_id,
    action_type,
    sum(treated_accounts) as treated_accounts,
    sum(experiment_accounts) as experiment_accounts,
    sum(extra_payers) as extra_payers
  from counted
  group by opco_id, action_type
) as pooled
full outer join {{ ref('fct_action_effectiveness') }} as found
  on pooled.opco_id = found.opco_id and pooled.action_type = found.action_type
where
  pooled.treated_accounts is distinct from found.treated_accounts
  or pooled.experiment_accounts is distinct from found.experiment_accounts
  or (pooled.extra_payers / nullif(pooled.treated_accounts, 0) is null) <> (found.effect is null)
  or abs(pooled.extra_payers / nullif(pooled.treated_accounts, 0) - found.effect) > 0.000001 * greatest(1, abs(found.effect))
