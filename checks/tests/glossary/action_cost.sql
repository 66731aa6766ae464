-- action_cost: recorded cost of the actions in the window on the treated accounts.
with

{{ staged_effects() }}

select
  coalesce(counted.month_end, found.month_end) as month_end,
  coalesce(counted.opco_id, found.opco_id) as opco_id,
  coalesce(counted.action_type, found.action_type) as action_type,
  counted.treated_accounts as expected_accounts,
  found.treated_accounts as found_accounts,
  counted.cost as expected_value,
  found.cost as found_value
from counted
full outer join {{ ref('fct_action_effect_months') }} as found
  on
    counted.month_end = found.month_end
    and counted.opco_id = found.opco_id
    and counted.action_type = found.action_type
where
  counted.treated_accounts is distinct from found.treated_accounts
  or (counted.cost is null) <> (found.cost is null)
  or abs(counted.cost - found.cost) > 0.000001 * greatest(1, abs(found.cost))
