-- Sum of the bills, by month of period_end.
{{ billing_values_test(
  'billed_amount',
  staged_rated_bills(),
  'bill_amount',
  none,
  is_money=true
) }}
