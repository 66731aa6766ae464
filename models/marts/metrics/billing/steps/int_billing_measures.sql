-- Base measures of the billing metrics by month and by each value of each dimension. Grain: month_end, dimension, dimension_value.
-- Opco and region hold money in the opco's currency, every other dimension in the reporting currency, null when a bill
-- has no rate.
with

cells as (
  select * from {{ ref('int_billing_cells') }}
),

{% for dimension, expression in billing_dimensions() -%}
by_{{ dimension }} as (
  select
    month_end,
    '{{ dimension }}' as dimension,
    {{ "'all'" if dimension == 'all' else dimension }} as dimension_value,
    {% if dimension in ('opco', 'region') -%}
    max(currency_code) as currency_code,
    {% else -%}
    '{{ var('reporting_currency') | upper }}' as currency_code,
    {% endif -%}
    {% for name, condition in bill_counts() -%}
    cast(sum({{ name }}) as bigint) as {{ name }},
    {% endfor -%}
    cast(sum(rated_bills) as bigint) as bills_count,
    {% for measure in ['billed_amount', 'paid_in_window_amount'] -%}
    {% if dimension in ('opco', 'region') -%}
    cast(sum({{ measure }}) as decimal(28, 6)) as {{ measure }}{{ ',' if not loop.last }}
    {% else -%}
    cast(
      case when sum(bills_without_rate) = 0 then sum(cast({{ measure }} as decimal(18, 2)) * coalesce(rate_to_reporting, 0)) end
      as decimal(28, 6)
    ) as {{ measure }}{{ ',' if not loop.last }}
    {% endif -%}
    {% endfor %}
  from cells
  group by month_end{{ '' if dimension == 'all' else ', ' ~ dimension }}
){{ ',' if not loop.last }}

{% endfor -%}

{% for dimension, expression in billing_dimensions() -%}
select * from by_{{ dimension }}
{{ 'union all' if not loop.last }}
{% endfor %}
