-- Values of closed months that a company publishes, with the time they are known at. Grain: metric_id, month_end, opco_id
-- ('all' for the group). Metrics that look back from as_of_date alone have no month of their own and are left out.
with

months as (
  select * from {{ ref('int_months') }} where is_month_closed
),

portfolio_values as (
  select * from {{ ref('fct_metric_values') }}
  where dimension in ('all', 'opco') and metric_id not in ('{{ current_only_metrics() | join("', '") }}')
),

billing_values as (
  select * from {{ ref('fct_billing_values') }} where dimension in ('all', 'opco')
),

repayment_values as (
  select * from {{ ref('fct_repayment_kpis') }} where dimension in ('all', 'opco')
),

billing_kpis as (
  select * from {{ ref('fct_billing_kpis') }}
),

roll_forward as (
  select * from {{ ref('fct_portfolio_roll_forward') }}
),

all_values as (
  {% for cte in ['portfolio_values', 'billing_values', 'repayment_values'] -%}
  select
    metric_id,
    month_end,
    dimension_value as opco_id,
    currency_code,
    value
  from {{ cte }}
  union all
  {% endfor -%}
  {% for metric_id in ['dso', 'cei', 'collection_ratio', 'first_payment_default_rate'] -%}
  select
    '{{ metric_id }}' as metric_id,
    month_end,
    opco_id,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    {{ metric_id }} as value
  from billing_kpis
  union all
  {% endfor -%}
  select
    'cure_rate' as metric_id,
    month_end,
    opco_id,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    cure_rate as value
  from roll_forward
)

-- the time comes from the build's own variables, never from a clock
select
  all_values.metric_id || '|' || cast(all_values.month_end as {{ dbt.type_string() }}) || '|' || all_values.opco_id as value_key,
  all_values.metric_id,
  all_values.month_end,
  all_values.opco_id,
  all_values.currency_code,
  cast(all_values.value as {{ type_double() }}) as value,
  {{ known_at() or 'cast(' ~ as_of_date() ~ ' as timestamp)' }} as known_at
from all_values
inner join months on all_values.month_end = months.month_end
