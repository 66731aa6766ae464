-- fct_action_effect_months pooled over all month-ends: sums before division. Grain: opco_id, action_type.
-- One account counts in every month it is in, so the interval is narrower than the evidence allows.
with

counts as (
  select * from {{ ref('int_effect_counts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

totals as (
  select
    opco_id,
    action_type,
    {% for column in ['treated_accounts', 'experiment_accounts', 'treated_payers', 'unmatched_accounts', 'comparison_accounts', 'comparison_payers',
                      'expected_payers', 'squared_weights', 'treated_paid_amount', 'cost', 'actions_without_cost'] -%}
    sum({{ column }}) as {{ column }}{{ ',' if not loop.last }}
    {% endfor %}
  from counts
  group by opco_id, action_type
),

{{ action_effect(['opco_id', 'action_type']) }}
