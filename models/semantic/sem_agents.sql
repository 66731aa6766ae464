-- Base of collections_revenue in the semantic layer, in the reporting currency. Grain: month_end, opco, agent.
with

agent_months as (
  select * from {{ ref('fct_agent_months') }}
),

fx_rates as (
  select
    currency_code,
    month_end,
    cast(rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from {{ ref('int_fx_rates_monthly') }}
)

select
  agent_months.month_end,
  agent_months.opco_id as opco,
  case when fx_rates.rate_to_reporting is null then 1 else 0 end as without_rate,
  agent_months.agent_id as agent,
  cast(agent_months.revenue as {{ money_type() }}) * fx_rates.rate_to_reporting as collections_revenue
from agent_months
left join fx_rates
  on
    agent_months.currency_code = fx_rates.currency_code
    and agent_months.month_end = fx_rates.month_end
