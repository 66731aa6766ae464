-- Collections by month: contact, promises, arrangements, contactability and revenue. Grain: month_end, opco_id.
with

months as (
  select * from {{ ref('int_collection_months') }}
),

calls as (
  select * from {{ ref('int_call_months') }}
),

-- agents at work: those who did something in the month, and those whom its money is credited to
agents as (
  select
    month_end,
    opco_id,
    count(*) as agents_count
  from {{ ref('fct_agent_months') }}
  where actions_count > 0 or payments_count > 0
  group by month_end, opco_id
),

collected as (
  select * from {{ ref('int_collected_months') }}
),

contacts as (
  select * from {{ ref('int_contact_months') }}
),

debts as (
  select * from {{ ref('int_debt_months') }}
),

-- a month without a call is a row too, with counts of 0
counted as (
  select
    months.month_end,
    months.opco_id,
    months.currency_code,
    months.is_month_closed,
    {% for column in ['actions_count', 'outbound_calls', 'connected_calls', 'right_party_calls', 'promise_calls',
                      'promises_made', 'arrangements_agreed_count', 'arrangements_broken_count'] -%}
    cast(coalesce(calls.{{ column }}, 0) as bigint) as {{ column }},
    {% endfor -%}
    {% for column in ['matured_promises', 'kept_promises'] -%}
    cast(coalesce(collected.{{ column }}, 0) as bigint) as {{ column }},
    {% endfor -%}
    {% for column in ['contactable_base_accounts', 'missing_contact_accounts', 'skip_tracing_accounts'] -%}
    cast(coalesce(contacts.{{ column }}, 0) as bigint) as {{ column }},
    {% endfor -%}
    cast(coalesce(agents.agents_count, 0) as bigint) as agents_count,
    cast(coalesce(calls.action_cost, 0) as {{ money_sum_type() }}) as action_cost,
    cast(coalesce(collected.paid_amount, 0) as {{ money_sum_type() }}) as paid_amount,
    cast(coalesce(collected.collections_revenue, 0) as {{ money_sum_type() }}) as collections_revenue,
    cast(coalesce(debts.arrears, 0) as {{ money_sum_type() }}) as arrears,
    cast(coalesce(debts.arrears_days, 0) as {{ money_sum_type() }}) as arrears_days
  from months
  left join calls on months.month_end = calls.month_end and months.opco_id = calls.opco_id
  left join agents on months.month_end = agents.month_end and months.opco_id = agents.opco_id
  left join collected on months.month_end = collected.month_end and months.opco_id = collected.opco_id
  left join contacts on months.month_end = contacts.month_end and months.opco_id = contacts.opco_id
  left join debts on months.month_end = debts.month_end and months.opco_id = debts.opco_id
)

select
  month_end,
  opco_id,
  currency_code,
  is_month_closed,
  actions_count,
  action_cost,
  agents_count,
  outbound_calls,
  connected_calls,
  100 * {{ rate('connected_calls', 'outbound_calls') }} as ccr,
  right_party_calls,
  {{ rate('right_party_calls', 'outbound_calls') }} as rpc_rate,
  promise_calls,
  {{ rate('promise_calls', 'outbound_calls') }} as ptp_rate,
  promises_made,
  matured_promises,
  kept_promises,
  {{ rate('kept_promises', 'matured_promises') }} as ptp_kept_rate,
  arrangements_agreed_count,
  arrangements_broken_count,
  {{ rate('arrangements_broken_count', 'arrangements_agreed_count') }} as arrangements_broken_rate,
  contactable_base_accounts,
  missing_contact_accounts,
  {{ rate('missing_contact_accounts', 'contactable_base_accounts') }} as missing_contact_rate,
  skip_tracing_accounts,
  {{ rate('skip_tracing_accounts', 'contactable_base_accounts') }} as skip_tracing_rate,
  arrears,
  arrears_days,
  {{ rate('arrears_days', 'arrears') }} as average_age_of_debt,
  paid_amount,
  collections_revenue,
  cast(paid_amount - collections_revenue as {{ money_sum_type() }}) as unattributed_amount,
  {{ rate('collections_revenue', 'agents_count') }} as collections_revenue_per_agent
from counted
