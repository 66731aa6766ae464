-- Values of closed months that a company publishes, with the time they are known at. Grain: metric_id, month_end, opco_id
-- ('all' for the group). Metrics that look back from as_of_date alone have no month of their own and are left out.
with

months as (
  select * from {{ ref('int_months') }} where is_month_closed
),

portfolio_values as (
  select * from {{ ref('fct_metric_values') }}
  where dimension in ('all', 'opco') and metric_id not in ('churn_rate_90d', 'net_completion_rate_30d')
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

credit_losses as (
  select * from {{ ref('int_credit_loss_months') }}
),

roll_forward as (
  select * from {{ ref('fct_portfolio_roll_forward') }}
),

last_load as (
  select * from {{ ref('stg_last_load') }}
),

all_values as (
  {% for cte in ['portfolio_values', 'billing_values', 'repayment_values'] -%}
  select
    metric_id,
    month_end,
    dimension_value as opco_id,
    currency_code,
    cast(value as {{ type_double() }}) as value
  from {{ cte }}
  union all
  {% endfor -%}
  {% for cte, metric_id, is_money in published_figures() -%}
  select
    '{{ metric_id }}' as metric_id,
    month_end,
    opco_id,
    {{ 'currency_code' if is_money else 'cast(null as ' ~ dbt.type_string() ~ ') as currency_code' }},
    cast({{ metric_id }} as {{ type_double() }}) as value
  from {{ cte }}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

-- known at known_at, else when the newest row read was loaded: a build with that known_at gives the same values. No clock.
select
  all_values.metric_id || '|' || cast(all_values.month_end as {{ dbt.type_string() }}) || '|' || all_values.opco_id as value_key,
  all_values.metric_id,
  all_values.month_end,
  all_values.opco_id,
  all_values.currency_code,
  all_values.value,
  {{ known_at() or 'coalesce(last_load.last_loaded_at, cast(' ~ as_of_date() ~ ' as timestamp))' }} as known_at
from all_values
inner join months on all_values.month_end = months.month_end
cross join last_load
