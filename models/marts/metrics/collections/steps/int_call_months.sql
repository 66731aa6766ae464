-- Actions, calls and arrangements by the month they happened in. Grain: month_end, opco_id.
with

actions as (
  select * from {{ ref('int_collection_actions') }} where not is_held_out
)

select
  month_end,
  opco_id,
  count(*) as actions_count,
  coalesce(sum(cost), 0) as action_cost,
  sum(case when is_outbound_call then 1 else 0 end) as outbound_calls,
  sum(case when is_connected_call then 1 else 0 end) as connected_calls,
  sum(case when is_right_party_call then 1 else 0 end) as right_party_calls,
  sum(case when is_outbound_call and is_promise then 1 else 0 end) as promise_calls,
  sum(case when is_promise then 1 else 0 end) as promises_made,
  sum(case when action_type = 'arrangement_agreed' then 1 else 0 end) as arrangements_agreed_count,
  sum(case when action_type = 'arrangement_broken' then 1 else 0 end) as arrangements_broken_count
from actions
group by month_end, opco_id
