-- Collection actions by type and month. Grain: month_end, opco_id, action_type.
with

actions as (
  select * from {{ ref('int_collection_actions') }}
)

-- what was held out was not done: it has a column of its own and no cost
select
  month_end,
  opco_id,
  action_type,
  currency_code,
  cast(sum(case when not is_held_out then 1 else 0 end) as bigint) as actions_count,
  cast(count(distinct case when not is_held_out then account_id end) as bigint) as accounts_count,
  cast(sum(case when is_held_out then 1 else 0 end) as bigint) as held_out_count,
  cast(coalesce(sum(case when not is_held_out then cost end), 0) as {{ money_sum_type() }}) as cost,
  cast(sum(case when not is_held_out and cost is null then 1 else 0 end) as bigint) as actions_without_cost
from actions
group by month_end, opco_id, action_type, currency_code
