-- Base measures by month and by each value of each dimension. Grain: month_end, dimension, dimension_value.
-- Opco, region and shop hold money in the opco's currency, every other dimension in the reporting currency,
-- null when a contracted account has no rate.
with

cells as (
  select * from {{ ref('int_portfolio_cells') }}
),

{% for dimension, expression in portfolio_dimensions() -%}
by_{{ dimension }} as (
  select
    month_end,
    '{{ dimension }}' as dimension,
    {{ "'all'" if dimension == 'all' else dimension }} as dimension_value,
    {% if dimension in ('opco', 'region', 'shop') -%}
    max(currency_code) as currency_code,
    {% else -%}
    '{{ var('reporting_currency') | upper }}' as currency_code,
    {% endif -%}
    {% for measure in count_measures() -%}
    cast(sum({{ measure }}) as bigint) as {{ measure }},
    {% endfor -%}
    {% for measure in money_measures() -%}
    {% if dimension in ('opco', 'region', 'shop') -%}
    cast(sum({{ measure }}) as decimal(28, 6)) as {{ measure }}{{ ',' if not loop.last }}
    {% else -%}
    cast(
      case when sum(contracted_without_rate) = 0 then sum(cast({{ measure }} as decimal(18, 2)) * coalesce(rate_to_reporting, 0)) end
      as decimal(28, 6)
    ) as {{ measure }}{{ ',' if not loop.last }}
    {% endif -%}
    {% endfor %}
  from cells
  {{ 'where par_bucket is not null' if dimension == 'par_bucket' }}
  group by month_end{{ '' if dimension == 'all' else ', ' ~ dimension }}
){{ ',' if not loop.last }}

{% endfor -%}

{% for dimension, expression in portfolio_dimensions() -%}
select * from by_{{ dimension }}
{{ 'union all' if not loop.last }}
{% endfor %}
