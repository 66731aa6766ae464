-- Treated and expected payers of an action type. Grain: month_end, opco_id, action_type.
with

comparisons as (
  select * from {{ ref('int_effect_comparisons') }}
),

-- treated accounts without a comparable one say nothing about the effect: they are counted and left out
totals as (
  select
    month_end,
    opco_id,
    action_type,
    sum(case when comparison_accounts = 0 then treated_accounts else 0 end) as unmatched_accounts,
    sum(case when comparison_accounts > 0 then treated_accounts else 0 end) as treated_accounts,
    sum(case when comparison_basis = 'holdout' then treated_accounts else 0 end) as experiment_accounts,
    sum(case when comparison_accounts > 0 then treated_payers else 0 end) as treated_payers,
    sum(case when comparison_accounts > 0 then treated_paid_amount else 0 end) as treated_paid_amount,
    sum(case when comparison_accounts > 0 then cost else 0 end) as cost,
    sum(case when comparison_accounts > 0 then actions_without_cost else 0 end) as actions_without_cost,
    sum(comparison_accounts) as comparison_accounts,
    sum(comparison_payers) as comparison_payers,
    -- had the treated paid like the comparable accounts of their own bands
    coalesce({{ sum_of_floats('treated_accounts * ' ~ rate('comparison_payers', 'comparison_accounts')) }}, 0) as expected_payers,
    -- sum of squared weights over comparison sizes: how much the uneven bands cost in precision
    coalesce(
      {{ sum_of_floats(rate('cast(treated_accounts as ' ~ type_double() ~ ') * treated_accounts', 'comparison_accounts')) }}, 0
    ) as squared_weights
  from comparisons
  group by month_end, opco_id, action_type
)

select
  month_end,
  opco_id,
  action_type,
  unmatched_accounts,
  treated_accounts,
  experiment_accounts,
  treated_payers,
  treated_paid_amount,
  cost,
  actions_without_cost,
  comparison_accounts,
  comparison_payers,
  expected_payers,
  squared_weights
from totals
