-- Base of the Smart Collect metrics in the semantic layer, money in the reporting currency. Grain: customer_id.
with

summary as (
  select
    *,
    {{ month_end_of('history_to_on') }} as month_end
  from {{ ref('smart_collect_summary') }}
),

fx_rates as (
  select
    currency_code,
    month_end,
    cast(rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from {{ ref('int_fx_rates_monthly') }}
)

select
  summary.month_end,
  summary.opco_id as opco,
  case when fx_rates.rate_to_reporting is null then 1 else 0 end as without_rate,
  summary.customer_id,
  summary.instalments_scheduled,
  summary.instalments_collected,
  summary.instalments_failed,
  summary.instalments_pending,
  summary.attempted_collections,
  summary.attempts_on_collected,
  summary.first_attempts,
  summary.first_attempt_successes,
  cast(summary.amount_scheduled as {{ money_type() }}) * fx_rates.rate_to_reporting as amount_scheduled,
  cast(summary.amount_collected as {{ money_type() }}) * fx_rates.rate_to_reporting as amount_collected,
  summary.cost_saved * fx_rates.rate_to_reporting as cost_saved
from summary
left join fx_rates
  on
    summary.currency_code = fx_rates.currency_code
    and summary.month_end = fx_rates.month_end
