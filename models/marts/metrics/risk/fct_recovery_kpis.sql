-- Recoveries and the recovery rate. Grain: month_end, dimension, dimension_value, metric_id.
-- R9: the rate holds what was recovered to date against what was written off to date, both at the month's exchange rate.
with

balances as (
  select * from {{ ref('int_recovery_balances') }}
),

metric_dimensions as (
  select * from {{ ref('dim_metric_dimensions') }}
),

-- money of the group is in the reporting currency, unknown when one opco has no rate
measures as (
  {% for dimension in ['all', 'opco', 'account_type'] -%}
  select
    month_end,
    '{{ dimension }}' as dimension,
    {{ {'all': "'all'", 'opco': 'opco_id', 'account_type': 'account_type'}[dimension] }} as dimension_value,
    {% if dimension in own_currency_dimensions() -%}
    max(currency_code) as currency_code,
    {% for amount in ['recoveries', 'recovered_to_date', 'written_off_to_date'] -%}
    cast(sum({{ amount }}) as decimal(28, 6)) as {{ amount }}{{ ',' if not loop.last }}
    {% endfor %}
    {% else -%}
    {{ reporting_currency() }} as currency_code,
    {% for amount in ['recoveries', 'recovered_to_date', 'written_off_to_date'] -%}
    cast(
      case when count(rate_to_reporting) = count(*) then sum(cast({{ amount }} as {{ money_type() }}) * rate_to_reporting) end
      as decimal(28, 6)
    ) as {{ amount }}{{ ',' if not loop.last }}
    {% endfor %}
    {% endif -%}
  from balances
  group by {{ {'all': 'month_end', 'opco': 'month_end, opco_id', 'account_type': 'month_end, account_type'}[dimension] }}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
),

all_values as (
  select
    'recoveries' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    recoveries as numerator,
    cast(null as decimal(28, 6)) as denominator,
    {{ rate('recoveries', '1') | trim }} as value
  from measures
  union all
  select
    'recovery_rate' as metric_id,
    month_end,
    dimension,
    dimension_value,
    currency_code,
    recovered_to_date as numerator,
    written_off_to_date as denominator,
    {{ rate('recovered_to_date', 'written_off_to_date') | trim }} as value
  from measures
)

-- a metric is shown by the dimensions that the glossary links to it
select
  all_values.month_end,
  all_values.dimension,
  all_values.dimension_value,
  all_values.metric_id,
  all_values.currency_code,
  all_values.numerator,
  all_values.denominator,
  all_values.value
from all_values
inner join metric_dimensions
  on
    all_values.metric_id = metric_dimensions.metric_id
    and all_values.dimension = metric_dimensions.dimension
