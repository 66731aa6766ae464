-- Which action is followed by more payments than comparable accounts without one? An observed difference, no experiment,
-- unless a control group was held out. Rows of fewer than 30 treated accounts are too thin to read and left out.
with

effects as (
  select * from {{ ref('fct_action_effectiveness') }} where treated_accounts >= 30
)

select
  opco_id,
  action_type,
  evidence,
  treated_accounts,
  treated_share,
  comparison_share,
  effect,
  effect_lower,
  effect_upper,
  case
    when effect_lower > 0 then 'more paid'
    when effect_upper < 0 then 'fewer paid'
    else 'cannot be told apart from no difference'
  end as reading,
  cost,
  extra_amount,
  {{ adapter.quote('return') }} as return_on_cost
from effects
order by effect desc, opco_id asc, action_type asc, evidence asc
