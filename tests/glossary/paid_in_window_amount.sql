-- Money dated in the windows of the month's bills, as often as it lies in one.
with

bills as (
  {{ staged_window_bills() }}
),

expected as (
  select
    opco_id,
    month_end,
    cast(sum(paid_in_window) as decimal(28, 6)) as numerator,
    cast(null as decimal(28, 6)) as denominator
  from bills
  group by opco_id, month_end
),

{{ billing_values_differ('paid_in_window_amount') }}
