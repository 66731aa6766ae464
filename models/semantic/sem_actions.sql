-- Base of actions_count in the semantic layer. Grain: month_end, opco, action_type.
with

action_months as (
  select * from {{ ref('fct_action_months') }}
)

select
  month_end,
  opco_id as opco,
  action_type,
  actions_count
from action_months
