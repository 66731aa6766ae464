-- collections_revenue: money paid in the window after a contact, by the agent of the last one.
with

actions as (
  {{ staged_actions() }}
),

payments as (
  {{ collected_payments() }}
),

days as (
  select distinct opco_id, action_on as on_day from actions
),

windows as (
  {{ policy_on_days('days', 'attribution_window_days') }}
),

-- every contact in whose window a payment came; the last one counts
contacts as (
  select
    payments.payment_id,
    payments.opco_id,
    payments.month_end,
    payments.amount,
    actions.agent_id,
    row_number() over (partition by payments.payment_id order by actions.action_at desc, actions.action_id desc) as contact_rank
  from payments
  inner join actions
    on
      payments.account_id = actions.account_id
      and payments.paid_at >= actions.action_at
      and actions.agent_id is not null
  inner join windows on actions.opco_id = windows.opco_id and actions.action_on = windows.on_day
  where {{ days_between('actions.action_on', 'payments.paid_on') }} <= windows.attribution_window_days
),

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
