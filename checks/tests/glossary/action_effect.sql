-- action_effect: share of treated accounts that paid less that of comparable ones, account by account.
with

{{ staged_effects() }},

-- each month, and pooled over the months: sums before division
pooled as (
  select
    month_end,
    opco_id,
    action_type,
    treated_accounts,
    experiment_accounts,
    extra_payers
  from counted
  union all
  select
    cast('1900-01-01' as date) as month_end,
    opco_id,
    action_type,
    sum(treated_accounts) as treated_accounts,
    sum(experiment_accounts) as experiment_accounts,
    sum(extra_payers) as extra_payers
  from counted
  group by opco_id, action_type
),

expected as (
  select
    *,
    extra_payers / nullif(treated_accounts, 0) as effect
  from pooled
),

published as (
  select month_end, opco_id, action_type, treated_accounts, experiment_accounts, effect from {{ ref('fct_action_effect_months') }}
  union all
  select cast('1900-01-01' as date) as month_end, opco_id, action_type, treated_accounts, experiment_accounts, effect
  from {{ ref('fct_action_effectiveness') }}
)

{{ differences('published', keys=['month_end', 'opco_id', 'action_type'], columns=[
  {'name': 'treated_accounts'},
  {'name': 'experiment_accounts'},
  {'name': 'effect', 'within': '0.000001'},
]) }}
