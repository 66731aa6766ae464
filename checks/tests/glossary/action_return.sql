-- action_return: extra payers times the average payment of a treated payer, over the cost.
with

{{ staged_effects() }}

select
  coalesce(counted.month_end, found.month_end) as month_end,
  coalesce(counted.opco_id, found.opco_id) as opco_id,
  coalesce(counted.action_type, found.action_type) as action_type,
  counted.treated_accounts as expected_accounts,
  found.treated_accounts as found_accounts,
  cast(counted.extra_payers * counted.paid_amount as {{ type_double() }}) / nullif(counted.payers, 0) / nullif(counted.cost, 0) as expected_value,
  found.{{ adapter.quote("return") }} as found_value
from counted
full outer join {{ ref('fct_action_effect_months') }} as found
  on
    counted.month_end = found.month_end
    and counted.opco_id = found.opco_id
    and counted.action_type = found.action_type
where
  counted.treated_accounts is distinct from found.treated_accounts
  or (cast(counted.extra_payers * counted.paid_amount as {{ type_double() }}) / nullif(counted.payers, 0) / nullif(counted.cost, 0) is null) <> (found.{{ adapter.quote("return") }} is null)
  or abs(cast(counted.extra_payers * counted.paid_amount as {{ type_double() }}) / nullif(counted.payers, 0) / nullif(counted.cost, 0) - found.{{ adapter.quote("return") }}) > 0.000001 * greatest(1, abs(found.{{ adapter.quote("return") }}))
