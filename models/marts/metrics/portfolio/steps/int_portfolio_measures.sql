-- Base measures by month and by each value of each dimension. Grain: month_end, dimension, dimension_value.
-- Opco, region and shop hold money in the opco's currency, every other dimension in the reporting currency,
-- null when a contracted account has no rate.
with

cells as (
  select * from {{ ref('int_portfolio_cells') }}
),

-- what each set of segments stands for
segment_values as (
  select
    segment_sets.segment_set,
    segments.dimension,
    segments.dimension_value
  from {{ ref('int_account_segments') }} as segments
  inner join {{ ref('int_account_segment_sets') }} as segment_sets on segments.account_id = segment_sets.account_id
  group by segment_sets.segment_set, segments.dimension, segments.dimension_value
),

{% set dimensions = portfolio_dimensions() + [('segments', none)] -%}
{% for dimension, expression in dimensions -%}
by_{{ dimension }} as (
  select
    month_end,
    {% if dimension == 'segments' -%}
    segment_values.dimension,
    segment_values.dimension_value,
    {% else -%}
    '{{ dimension }}' as dimension,
    {{ "'all'" if dimension == 'all' else dimension }} as dimension_value,
    {% endif -%}
    {% if dimension in own_currency_dimensions() -%}
    max(currency_code) as currency_code,
    {% else -%}
    {{ reporting_currency() }} as currency_code,
    {% endif -%}
    {% for measure in count_measures() -%}
    cast(sum({{ measure }}) as bigint) as {{ measure }},
    {% endfor -%}
    {% for measure in money_measures() -%}
    {% if dimension in own_currency_dimensions() -%}
    cast(sum({{ measure }}) as decimal(28, 6)) as {{ measure }}{{ ',' if not loop.last }}
    {% else -%}
    cast(
      case when sum(contracted_without_rate) = 0 then sum(cast({{ measure }} as {{ money_type() }}) * coalesce(rate_to_reporting, 0)) end
      as decimal(28, 6)
    ) as {{ measure }}{{ ',' if not loop.last }}
    {% endif -%}
    {% endfor %}
  from cells
  {{ 'inner join segment_values on cells.segment_set = segment_values.segment_set' if dimension == 'segments' }}
  {{ 'where par_bucket is not null' if dimension == 'par_bucket' }}
  group by month_end
    {{- {'all': '', 'segments': ', segment_values.dimension, segment_values.dimension_value'}.get(dimension, ', ' ~ dimension) }}
){{ ',' if not loop.last }}

{% endfor -%}

{% for dimension, expression in dimensions -%}
select * from by_{{ dimension }}
{{ 'union all' if not loop.last }}
{% endfor %}
