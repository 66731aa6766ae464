-- action_return: extra payers times the average payment of a treated payer, over the cost.
with

{{ staged_effects() }},

expected as (
  select
    month_end,
    opco_id,
    action_type,
    treated_accounts,
    cast(extra_payers * paid_amount as {{ type_double() }}) / nullif(payers, 0) / nullif(cost, 0) as money_returned
  from counted
)

{{ differences(ref('fct_action_effect_months'), keys=['month_end', 'opco_id', 'action_type'], columns=[
  {'name': 'treated_accounts'},
  {'name': 'money_returned', 'actual': 'actual.' ~ adapter.quote('return'), 'within': '0.000001 * greatest(1, abs(expected.money_returned))'},
]) }}
