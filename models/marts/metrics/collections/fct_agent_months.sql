-- Collections agents by month: what they did and what it brought in. Grain: agent_id, opco_id, month_end.
with

actions as (
  select * from {{ ref('int_collection_actions') }} where agent_id is not null and not is_held_out
),

attributions as (
  select * from {{ ref('int_payment_attributions') }} where agent_id is not null
),

promises as (
  select * from {{ ref('fct_promises') }} where agent_id is not null
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

-- what an agent did in the month
contacts as (
  select
    agent_id,
    opco_id,
    month_end,
    count(distinct account_id) as accounts_count,
    count(*) as actions_count,
    sum(case when is_outbound_call then 1 else 0 end) as outbound_calls,
    sum(case when is_connected_call then 1 else 0 end) as connected_calls,
    sum(case when is_right_party_call then 1 else 0 end) as right_party_calls,
    sum(case when is_outbound_call and is_promise then 1 else 0 end) as promise_calls
  from actions
  group by agent_id, opco_id, month_end
),

-- money counts in the month it was paid, whenever the contact was
revenues as (
  select
    agent_id,
    opco_id,
    month_end,
    count(*) as payments_count,
    sum(amount) as revenue
  from attributions
  group by agent_id, opco_id, month_end
),

-- a promise counts in the month it matures
judged as (
  select
    agent_id,
    opco_id,
    matures_month_end as month_end,
    count(*) as matured_promises,
    sum(case when promise_status = 'kept' then 1 else 0 end) as kept_promises
  from promises
  where is_matured
  group by agent_id, opco_id, matures_month_end
),

agent_months as (
  select agent_id, opco_id, month_end from contacts
  union
  select agent_id, opco_id, month_end from revenues
  union
  select agent_id, opco_id, month_end from judged
)

select
  agent_months.agent_id,
  agent_months.opco_id,
  agent_months.month_end,
  opcos.currency_code,
  {% for column in ['accounts_count', 'actions_count', 'outbound_calls', 'connected_calls', 'right_party_calls', 'promise_calls'] -%}
  cast(coalesce(contacts.{{ column }}, 0) as bigint) as {{ column }},
  {% endfor -%}
  cast(coalesce(judged.matured_promises, 0) as bigint) as matured_promises,
  cast(coalesce(judged.kept_promises, 0) as bigint) as kept_promises,
  {{ rate('judged.kept_promises', 'judged.matured_promises') }} as ptp_kept_rate,
  cast(coalesce(revenues.payments_count, 0) as bigint) as payments_count,
  cast(coalesce(revenues.revenue, 0) as {{ money_sum_type() }}) as revenue
from agent_months
inner join opcos on agent_months.opco_id = opcos.opco_id
{% for source in ['contacts', 'revenues', 'judged'] -%}
left join {{ source }}
  on
    agent_months.agent_id = {{ source }}.agent_id
    and agent_months.opco_id = {{ source }}.opco_id
    and agent_months.month_end = {{ source }}.month_end
{% endfor %}
