-- Repayment amounts summed over contracts that agree in month and every dimension. Grain: month_end and all dimensions.
-- A first sum, so that each dimension need not read every contract.
with

contract_months as (
  select * from {{ ref('fct_contract_repayment_months') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
)

select
  contract_months.month_end,
  contract_months.currency_code,
  cast(fx_rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting,
  {% for dimension, expression in repayment_dimensions() if dimension != 'all' -%}
  {{ expression ~ (' as ' ~ dimension if expression != 'accounts.' ~ dimension) }},
  {% endfor -%}
  sum(coalesce(contract_months.due, 0)) as due_amount,
  sum(coalesce(contract_months.applied, 0)) as applied_amount,
  sum(coalesce(contract_months.financed, 0)) as financed_amount,
  sum(coalesce(contract_months.due_by_day_90, 0)) as due_by_day_90,
  sum(coalesce(contract_months.applied_by_day_90, 0)) as applied_by_day_90,
  sum(coalesce(contract_months.due_over_term, 0)) as due_over_term,
  sum(coalesce(contract_months.applied_by_2x, 0)) as applied_by_2x,
  sum(coalesce(contract_months.due_in_month, 0)) as due_in_month_amount,
  sum(coalesce(contract_months.received_in_month, 0)) as received_amount,
  sum(case when contract_months.has_reached_2x then 1 else 0 end) as reached_2x_contracts,
  sum(case when contract_months.is_owned_by_2x then 1 else 0 end) as owned_by_2x_contracts
from contract_months
inner join accounts on contract_months.account_id = accounts.account_id
left join fx_rates
  on
    contract_months.currency_code = fx_rates.currency_code
    and contract_months.month_end = fx_rates.month_end
group by
  contract_months.month_end,
  contract_months.currency_code,
  fx_rates.rate_to_reporting
  {%- for dimension, expression in repayment_dimensions() if dimension != 'all' %},
  {{ expression }}
  {%- endfor %}
