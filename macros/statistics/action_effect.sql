{#
  Effect, interval, cost and return of an action type, from sums of int_effect_counts (relation `totals`).
  keys: columns that lead the row. For the two marts that show the comparison by month and pooled.
#}
{% macro action_effect(keys) %}
-- shares of both sides; the effective size is that of an even comparison group of equal precision
shares as (
  select
    *,
    {{ rate('treated_payers', 'treated_accounts') }} as treated_share,
    {{ rate('expected_payers', 'treated_accounts') }} as comparison_share,
    {{ rate('cast(treated_accounts as ' ~ type_double() ~ ') * treated_accounts', 'squared_weights') }} as effective_accounts
  from totals
),

bounds as (
  select
    *,
    {{ wilson_bound('treated_share', 'treated_accounts', -1) }} as treated_share_lower,
    {{ wilson_bound('treated_share', 'treated_accounts', 1) }} as treated_share_upper,
    {{ wilson_bound('comparison_share', 'effective_accounts', -1) }} as comparison_share_lower,
    {{ wilson_bound('comparison_share', 'effective_accounts', 1) }} as comparison_share_upper
  from shares
  where treated_accounts > 0
)

-- the extra money is that of the extra payers, at what a treated payer paid on average
select
  {% for key in keys %}shares.{{ key }}, {% endfor %}
  opcos.currency_code,
  -- a part is an experiment, a part is not: then the whole is none, and both are named
  case
    when shares.experiment_accounts = 0 then 'matched'
    when shares.experiment_accounts = shares.treated_accounts then 'holdout'
    else 'mixed'
  end as comparison_basis,
  case
    when shares.experiment_accounts = 0 then 'observed difference, no experiment'
    when shares.experiment_accounts = shares.treated_accounts then 'held-out control group'
    else 'held-out control group in part, else observed difference, no experiment'
  end as evidence,
  {% for column in ['treated_accounts', 'experiment_accounts', 'treated_payers', 'unmatched_accounts', 'comparison_accounts', 'comparison_payers'] -%}
  cast(shares.{{ column }} as bigint) as {{ column }},
  {% endfor -%}
  shares.expected_payers,
  shares.effective_accounts,
  shares.treated_share,
  shares.comparison_share,
  shares.treated_share - shares.comparison_share as effect,
  {{ newcombe_bound('bounds.treated_share', 'bounds.comparison_share', -1) }} as effect_lower,
  {{ newcombe_bound('bounds.treated_share', 'bounds.comparison_share', 1) }} as effect_upper,
  cast(shares.treated_paid_amount as {{ money_sum_type() }}) as treated_paid_amount,
  cast(shares.cost as {{ money_sum_type() }}) as cost,
  cast(shares.actions_without_cost as bigint) as actions_without_cost,
  cast(
    (shares.treated_payers - shares.expected_payers) * {{ rate('shares.treated_paid_amount', 'shares.treated_payers') }} as {{ money_sum_type() }}
  ) as extra_amount,
  (shares.treated_payers - shares.expected_payers) * {{ rate('shares.treated_paid_amount', 'shares.treated_payers') }}
  * {{ rate('1', 'shares.cost') }} as {{ adapter.quote('return') }}
from shares
inner join opcos on shares.opco_id = opcos.opco_id
left join bounds
  on
    {% for key in keys %}shares.{{ key }} = bounds.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
{% endmacro %}
