-- Bills, by month of period_end.
with

bills as (
  {{ staged_window_bills() }}
),

expected as (
  select
    opco_id,
    month_end,
    cast(count(*) as decimal(28, 6)) as numerator,
    cast(null as decimal(28, 6)) as denominator
  from bills
  group by opco_id, month_end
),

{{ billing_values_differ('bills_count') }}
