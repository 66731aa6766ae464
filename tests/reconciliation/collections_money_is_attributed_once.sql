-- Attributed and unattributed money of a month make up all instalments and bill payments of it that were not reversed; and
-- agents, actions and months credit the same total.
with

paid as (
  {{ collected_payments() }}
),

expected as (
  select opco_id, month_end, sum(amount) as amount from paid group by opco_id, month_end
),

found as (
  select opco_id, month_end, collections_revenue + unattributed_amount as amount, collections_revenue from {{ ref('fct_collection_kpis') }}
),

agents as (
  select opco_id, month_end, sum(revenue) as revenue from {{ ref('fct_agent_months') }} group by opco_id, month_end
),

months as (
  select
    coalesce(expected.opco_id, found.opco_id) as opco_id,
    coalesce(expected.month_end, found.month_end) as month_end,
    coalesce(expected.amount, 0) as paid_amount,
    coalesce(found.amount, 0) as split_amount,
    coalesce(found.collections_revenue, 0) as collections_revenue,
    coalesce(agents.revenue, 0) as agents_revenue
  from expected
  full outer join found on expected.opco_id = found.opco_id and expected.month_end = found.month_end
  left join agents on found.opco_id = agents.opco_id and found.month_end = agents.month_end
),

actions as (
  select opco_id, sum(attributed_amount) as attributed_amount from {{ ref('fct_collection_actions') }} group by opco_id
)

select opco_id, month_end, paid_amount as one_side, split_amount as other_side
from months
where paid_amount <> split_amount
union all
select opco_id, month_end, collections_revenue as one_side, agents_revenue as other_side
from months
where collections_revenue <> agents_revenue
union all
select
  months.opco_id,
  cast(null as date) as month_end,
  sum(months.collections_revenue) as one_side,
  max(coalesce(actions.attributed_amount, 0)) as other_side
from months
left join actions on months.opco_id = actions.opco_id
group by months.opco_id
having sum(months.collections_revenue) <> max(coalesce(actions.attributed_amount, 0))
