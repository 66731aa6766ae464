-- action_cost: recorded cost of the actions in the window on the treated accounts.
with

{{ staged_effects() }},

expected as (
  select
    month_end,
    opco_id,
    action_type,
    treated_accounts,
    cost as cost
  from counted
)

{{ differences(ref('fct_action_effect_months'), keys=['month_end', 'opco_id', 'action_type'], columns=[
  {'name': 'treated_accounts'},
  {'name': 'cost', 'within': '0.000001 * greatest(1, abs(expected.cost))'},
]) }}
