-- Base of what follows an action in the semantic layer, money in the reporting currency. Grain: month_end, opco, action_type.
with

effects as (
  select * from {{ ref('fct_action_effect_months') }}
),

fx_rates as (
  select
    currency_code,
    month_end,
    cast(rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from {{ ref('int_fx_rates_monthly') }}
)

select
  effects.month_end,
  effects.opco_id as opco,
  case when fx_rates.rate_to_reporting is null then 1 else 0 end as without_rate,
  effects.action_type,
  effects.treated_accounts,
  effects.treated_payers,
  effects.expected_payers,
  cast(effects.cost as {{ money_type() }}) * fx_rates.rate_to_reporting as action_cost,
  -- the mart shows the amount in whole cents, its return comes from the exact one
  coalesce(effects.return * effects.cost, effects.extra_amount) * fx_rates.rate_to_reporting as extra_amount
from effects
left join fx_rates
  on
    effects.currency_code = fx_rates.currency_code
    and effects.month_end = fx_rates.month_end
