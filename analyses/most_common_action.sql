-- Which action is the most common, per opco and over all of them? The first three, with their share.
with

action_months as (
  select * from {{ ref('fct_action_months') }}
),

counted as (
  select
    opco_id,
    action_type,
    sum(actions_count) as actions_count
  from action_months
  group by opco_id, action_type
  union all
  select
    'all opcos' as opco_id,
    action_type,
    sum(actions_count) as actions_count
  from action_months
  group by action_type
),

ranked as (
  select
    *,
    {{ rate('actions_count', 'sum(actions_count) over (partition by opco_id)') }} as share_of_actions,
    row_number() over (partition by opco_id order by actions_count desc, action_type asc) as frequency_rank
  from counted
  where actions_count > 0
)

select
  opco_id,
  frequency_rank,
  action_type,
  actions_count,
  share_of_actions
from ranked
where frequency_rank <= 3
order by opco_id, frequency_rank
