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
  effects.action_type,
  effects.treated_accounts,
  effects.treated_payers,
  effects.expected_payers,
  cast(effects.cost as decimal(18, 2)) * fx_rates.rate_to_reporting as action_cost,
  cast(effects.extra_amount as decimal(18, 2)) * fx_rates.rate_to_reporting as extra_amount
from effects
left join fx_rates
  on
    effects.currency_code = fx_rates.currency_code
    and effects.month_end = fx_rates.month_end
