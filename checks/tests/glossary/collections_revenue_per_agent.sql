-- collections_revenue_per_agent: attributed money of the month / agents with an action in it or money of it.
with

{{ ranked_contacts_ctes() }}

revenue as (
  select
    month_end,
    opco_id,
    sum(amount) as revenue
  from contacts
  where contact_rank = 1
  group by month_end, opco_id
),

agents as (
  select
    month_end,
    opco_id,
    count(distinct agent_id) as agents_count
  from (
    select month_end, opco_id, agent_id from actions
    union all
    select month_end, opco_id, agent_id from contacts where contact_rank = 1
  ) as at_work
  group by month_end, opco_id
),

expected as (
  select
    coalesce(agents.month_end, revenue.month_end) as month_end,
    coalesce(agents.opco_id, revenue.opco_id) as opco_id,
    coalesce(revenue.revenue, 0) as numerator,
    coalesce(agents.agents_count, 0) as denominator
  from agents
  full outer join revenue on agents.month_end = revenue.month_end and agents.opco_id = revenue.opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'collections_revenue', 'agents_count', 'collections_revenue_per_agent') }}
