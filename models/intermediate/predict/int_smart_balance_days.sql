-- Balance and spending of a customer over the days of the months looked at. Grain: customer_id.
with

days_of_month as (
  select * from {{ ref('int_smart_days_of_month') }}
)

select
  customer_id,
  cast(sum(days) as bigint) as balance_days,
  cast(sum(balance_cents) * {{ '0.01' if money_decimals() == 2 else '0.001' }} as {{ money_sum_type() }}) as daily_balance_total,
  {{ rate('sum(balance_cents)', 10 ** money_decimals() ~ ' * sum(days)') }} as average_daily_balance,
  cast(sum(case when is_low_balance_day then 1 else 0 end) as bigint) as low_balance_day_count,
  cast(count(*) as bigint) as days_of_month_count,
  {{ rate('sum(case when is_low_balance_day then 1 else 0 end)', 'count(*)') }} as low_balance_share,
  {{ days_as_text('is_low_balance_day') }} as low_balance_days,
  {{ days_as_text('is_high_spending_day') }} as high_spending_days
from days_of_month
group by customer_id
