-- The metrics action_effect, action_cost and action_return: what followed an action against comparable accounts without
-- one. An observed difference, no experiment, unless a control group was held out.
-- fct_action_effectiveness pools the months. Grain: month_end, opco_id, action_type.
with

totals as (
  select * from {{ ref('int_effect_counts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

{{ action_effect(['month_end', 'opco_id', 'action_type']) }}
