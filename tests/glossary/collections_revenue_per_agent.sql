-- collections_revenue_per_agent: attributed money of the month / agents with an action in it.
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
  from actions
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
