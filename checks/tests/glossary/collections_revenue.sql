-- collections_revenue: money paid in the window after a contact, by the agent of the last one.
with

{{ ranked_contacts_ctes() }}

expected as (
  select
    month_end,
    opco_id,
    agent_id,
    sum(amount) as numerator
  from contacts
  where contact_rank = 1
  group by month_end, opco_id, agent_id
),

by_agent as (
  {{ compare_collections('fct_agent_months', ['month_end', 'opco_id', 'agent_id'], 'revenue') }}
),

totals as (
  select
    kpis.month_end,
    kpis.opco_id,
    'all agents' as agent_id,
    coalesce(sum(expected.numerator), 0) as expected_numerator,
    kpis.collections_revenue as found_numerator
  from {{ ref('fct_collection_kpis') }} as kpis
  left join expected on kpis.month_end = expected.month_end and kpis.opco_id = expected.opco_id
  group by kpis.month_end, kpis.opco_id, kpis.collections_revenue
)

select * from by_agent
union all
select * from totals where expected_numerator <> found_numerator
