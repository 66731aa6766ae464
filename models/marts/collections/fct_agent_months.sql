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

-- one row per thing that happened: a contact, a payment on its day, a promise on the day it matures
happenings as (
  select
    agent_id, opco_id, month_end, account_id,
    1 as actions_count,
    case when is_outbound_call then 1 else 0 end as outbound_calls,
    case when is_connected_call then 1 else 0 end as connected_calls,
    case when is_right_party_call then 1 else 0 end as right_party_calls,
    case when is_outbound_call and is_promise then 1 else 0 end as promise_calls,
    0 as matured_promises, 0 as kept_promises, 0 as payments_count, cast(0 as decimal(18, 2)) as revenue
  from actions
  union all
  select agent_id, opco_id, month_end, null, 0, 0, 0, 0, 0, 0, 0, 1, amount
  from attributions
  union all
  select agent_id, opco_id, matures_month_end, null, 0, 0, 0, 0, 0, 1, case when promise_status = 'kept' then 1 else 0 end, 0, 0
  from promises
  where is_matured
),

totals as (
  select
    agent_id,
    opco_id,
    month_end,
    cast(count(distinct account_id) as bigint) as accounts_count,
    {% for measure in ['actions_count', 'outbound_calls', 'connected_calls', 'right_party_calls', 'promise_calls',
                       'matured_promises', 'kept_promises', 'payments_count'] -%}
    cast(sum({{ measure }}) as bigint) as {{ measure }},
    {% endfor -%}
    cast(sum(revenue) as decimal(28, 2)) as revenue
  from happenings
  group by agent_id, opco_id, month_end
)

select
  totals.agent_id,
  totals.opco_id,
  totals.month_end,
  opcos.currency_code,
  totals.accounts_count,
  totals.actions_count,
  totals.outbound_calls,
  totals.connected_calls,
  totals.right_party_calls,
  totals.promise_calls,
  totals.matured_promises,
  totals.kept_promises,
  {{ rate('totals.kept_promises', 'totals.matured_promises') }} as ptp_kept_rate,
  totals.payments_count,
  totals.revenue
from totals
inner join opcos on totals.opco_id = opcos.opco_id
