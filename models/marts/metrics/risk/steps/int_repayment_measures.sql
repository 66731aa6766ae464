-- Repayment amounts by month and by each value of each dimension. Grain: month_end, dimension, dimension_value.
-- Opco, region and shop in the opco's currency, every other dimension in the reporting currency, null when one of its
-- contracts has no rate.
{% set amounts = [
  'due_amount', 'applied_amount', 'financed_amount', 'due_by_day_90', 'applied_by_day_90', 'due_over_term', 'applied_by_2x',
  'due_in_month_amount', 'received_amount',
] -%}
with

cells as (
  select * from {{ ref('int_repayment_cells') }}
),

{% for dimension, expression in repayment_dimensions() -%}
{% set is_local = dimension in own_currency_dimensions() -%}
by_{{ dimension }} as (
  select
    month_end,
    '{{ dimension }}' as dimension,
    {{ "'all'" if dimension == 'all' else dimension }} as dimension_value,
    {{ 'max(currency_code)' if is_local else reporting_currency() }} as currency_code,
    {% for amount in amounts -%}
    {% if is_local -%}
    cast(sum({{ amount }}) as decimal(28, 6)) as {{ amount }},
    {% else -%}
    cast(
      case when count(*) = count(rate_to_reporting) then sum(cast({{ amount }} as {{ money_type() }}) * rate_to_reporting) end
      as decimal(28, 6)
    ) as {{ amount }},
    {% endif -%}
    {% endfor -%}
    cast(sum(reached_2x_contracts) as decimal(28, 6)) as reached_2x_contracts,
    cast(sum(owned_by_2x_contracts) as decimal(28, 6)) as owned_by_2x_contracts
  from cells
  group by month_end{{ '' if dimension == 'all' else ', ' ~ dimension }}
){{ ',' if not loop.last }}

{% endfor -%}

{% for dimension, expression in repayment_dimensions() -%}
select * from by_{{ dimension }}
{{ 'union all' if not loop.last }}
{% endfor %}
