-- Closed bills whose account paid too little in the window, over closed bills.
with

bills as (
  {{ staged_window_bills() }}
),

expected as (
  select
    opco_id,
    month_end,
    cast(sum(case when window_to <= {{ as_of_date() }} and bill_amount > 0 and paid_in_window < bill_amount - bill_tolerance then 1 else 0 end) as decimal(28, 6)) as numerator,
    cast(sum(case when window_to <= {{ as_of_date() }} then 1 else 0 end) as decimal(28, 6)) as denominator
  from bills
  group by opco_id, month_end
),

{{ billing_values_differ('default_60d_rate') }}
