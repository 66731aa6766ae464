-- As default_60d_rate, bills whose window is still open counted too.
with

bills as (
  {{ staged_window_bills() }}
),

expected as (
  select
    opco_id,
    month_end,
    cast(sum(case when bill_amount > 0 and paid_in_window < bill_amount - bill_tolerance then 1 else 0 end) as decimal(28, 6)) as numerator,
    cast(count(*) as decimal(28, 6)) as denominator
  from bills
  group by opco_id, month_end
),

{{ billing_values_differ('default_60d_all_bills_rate') }}
