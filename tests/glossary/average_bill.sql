-- Sum of the bills over their number.
with

bills as (
  {{ staged_window_bills() }}
),

expected as (
  select
    opco_id,
    month_end,
    cast(sum(bill_amount) as decimal(28, 6)) as numerator,
    cast(count(*) as decimal(28, 6)) as denominator
  from bills
  group by opco_id, month_end
),

{{ billing_values_differ('average_bill') }}
