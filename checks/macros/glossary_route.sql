{#
  Shared pieces of the glossary tests. They recompute every portfolio metric by a second route: the models in
  checks/models/second_route ask what is true in the evening of single days, straight from the staging models,
  while the product works with periods and windows. Only portable macros are shared by the two routes.
#}


{# Every month from 1990 through that of as_of_date, with the day on which it is read. #}
{% macro glossary_months() %}
  select
    {{ month_end_of('cast(date_month as date)') }} as month_end,
    case when {{ month_end_of('cast(date_month as date)') }} > {{ as_of_date() }} then {{ as_of_date() }}
      else {{ month_end_of('cast(date_month as date)') }} end as snapshot_on
  from ({{ dbt.date_spine('month', "cast('1990-01-01' as date)", add_days(as_of_date(), 70)) }}) as calendar
  where date_month <= {{ as_of_date() }}
{% endmacro %}


{# Accounts that are in a state at the snapshot. #}
{% macro at_snapshot(condition) -%}
sum(case when row_kind = 'snapshot' and {{ condition }} then 1 else 0 end)
{%- endmacro %}


{# Accounts that were in one state in the evening and in another in the next, by month. #}
{% macro moved(condition) -%}
sum(case when row_kind = 'move' and {{ condition }} then 1 else 0 end)
{%- endmacro %}


{#
  What contracted accounts in a state owe at the snapshot: an opco in its own currency, anything wider in the
  reporting currency, and nothing (null) when one of them has no rate.
#}
{% macro owed(condition) -%}
case
      when sum(case when row_kind = 'snapshot' and dimension <> 'opco' and rate_to_reporting is null then 1 else 0 end) = 0
        then
          sum(
            case
              when row_kind = 'move' or not ({{ condition }}) then 0
              when dimension = 'opco' then cast(balance as decimal(38, 14))
              else balance * rate_to_reporting
            end
          )
    end
{%- endmacro %}


{# The rows of the second route once per slice: all accounts, their opco, their account type. #}
{% macro glossary_slices() %}
  select *, 'all' as dimension, 'all' as dimension_value from {{ ref('chk_glossary_rows') }}
  union all
  select *, 'opco' as dimension, opco_id as dimension_value from {{ ref('chk_glossary_rows') }}
  union all
  select *, 'account_type' as dimension, account_type as dimension_value from {{ ref('chk_glossary_rows') }}
{% endmacro %}


{#
  The differences between a CTE `expected` (month_end, dimension, dimension_value, numerator, denominator) and what
  fct_metric_values says of a metric. Both sums must be equal to the last digit; a row on one side alone is a difference.
#}
{% macro compare_metric(metric_id, dimensions=['all', 'opco', 'account_type']) %}
{%- set found -%}
(
  select * from {{ ref('fct_metric_values') }}
  where metric_id = '{{ metric_id }}' and dimension in ('{{ dimensions | join("', '") }}')
)
{%- endset -%}
{{ differences(found, keys=['month_end', 'dimension', 'dimension_value'], columns=[
  {'name': 'numerator', 'expected': 'cast(expected.numerator as decimal(28, 6))'},
  {'name': 'denominator', 'expected': 'cast(expected.denominator as decimal(28, 6))'},
]) }}
{% endmacro %}


{# A whole glossary test: numerator and denominator (none for counts) of every month and slice, by the second route. #}
{% macro glossary_test(metric_id, numerator, denominator='null', dimensions=['all', 'opco', 'account_type']) %}
with

sliced as (
  {{ glossary_slices() }}
),

expected as (
  select
    month_end,
    dimension,
    dimension_value,
    {{ numerator }} as numerator,
    {{ denominator }} as denominator
  from sliced
  where dimension in ('{{ dimensions | join("', '") }}')
  group by month_end, dimension, dimension_value
)

{{ compare_metric(metric_id, dimensions) }}
{% endmacro %}


{#
  A cohort matrix against the second route: two expressions over snapshots, and the mart and columns that publish them.
  The columns are those of glossary_test, so that one test can look at both.
#}
{% macro cohort_test(mart, numerator, denominator, numerator_column='numerator', denominator_column='denominator') %}
with

snapshots as (
  select *, opco_id as slice from {{ ref('chk_glossary_rows') }} where row_kind = 'snapshot'
  union all
  select *, 'all' as slice from {{ ref('chk_glossary_rows') }} where row_kind = 'snapshot'
),

expected as (
  select
    slice as opco_id,
    cohort_month,
    month_end,
    month_end > {{ as_of_date() }} as is_partial,
    {{ month_index('month_end') }} - {{ month_index('cohort_month') }} as months_since_install,
    {{ numerator }} as numerator,
    {{ denominator }} as denominator
  from snapshots
  group by slice, cohort_month, month_end
)

{{ differences(ref(mart), keys=['opco_id', 'cohort_month', 'months_since_install'], columns=[
  {'name': 'month_end'},
  {'name': 'is_partial'},
  {'name': 'numerator', 'actual': 'actual.' ~ numerator_column},
  {'name': 'denominator', 'actual': 'actual.' ~ denominator_column},
]) }}
{% endmacro %}


{#
  A glossary test of a rate over the last days: what moved since then, over the accounts contracted at the closed month-end
  nearest to the day these began; of two equally near the earlier.
#}
{% macro recent_days_test(metric_id, days, numerator) %}
with

began as (
  select month_end as began_on
  from ({{ glossary_months() }}) as months
  where month_end <= {{ as_of_date() }}
  order by abs({{ days_between('month_end', add_days(as_of_date(), -days)) }}), month_end
  limit 1
),

sliced as (
  {{ glossary_slices() }}
),

dated as (
  select
    sliced.*,
    began.began_on
  from sliced
  cross join began
),

expected as (
  select
    {{ month_end_of(as_of_date()) }} as month_end,
    dimension,
    dimension_value,
    {{ numerator }} as numerator,
    {{ at_snapshot("portfolio = 'contracted' and happened_on = began_on") }} as denominator
  from dated
  group by dimension, dimension_value
)

{{ compare_metric(metric_id) }}
{% endmacro %}
