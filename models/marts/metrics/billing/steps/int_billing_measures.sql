-- Base measures of the billing metrics by month and by each value of each dimension. Grain: month_end, dimension, dimension_value.
-- Opco and region hold money in the opco's currency, every other dimension in the reporting currency, null when a bill
-- has no rate.
with

cells as (
  select * from {{ ref('int_billing_cells') }}
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

{% set dimensions = billing_dimensions() + [('segments', none)] -%}
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
    {% for name, condition in bill_counts() -%}
    cast(sum({{ name }}) as bigint) as {{ name }},
    {% endfor -%}
    cast(sum(bills_count) as bigint) as bills_count,
    {% for measure in ['billed_amount', 'paid_in_window_amount'] -%}
    {% if dimension in own_currency_dimensions() -%}
    cast(sum({{ measure }}) as decimal(28, 6)) as {{ measure }}{{ ',' if not loop.last }}
    {% else -%}
    cast(
      case when sum(bills_without_rate) = 0 then sum(cast({{ measure }} as {{ money_type() }}) * coalesce(rate_to_reporting, 0)) end
      as decimal(28, 6)
    ) as {{ measure }}{{ ',' if not loop.last }}
    {% endif -%}
    {% endfor %}
  from cells
  {{ 'inner join segment_values on cells.segment_set = segment_values.segment_set' if dimension == 'segments' }}
  group by month_end
    {{- {'all': '', 'segments': ', segment_values.dimension, segment_values.dimension_value'}.get(dimension, ', ' ~ dimension) }}
){{ ',' if not loop.last }}

{% endfor -%}

{% for dimension, expression in dimensions -%}
select * from by_{{ dimension }}
{{ 'union all' if not loop.last }}
{% endfor %}
