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
  {% for amount in repayment_amounts() -%}
  sum(coalesce(contract_months.{{ amount }}, 0)) as {{ amount }},
  {% endfor -%}
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
