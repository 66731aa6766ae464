-- Sum of the bills over their number.
{{ billing_values_test(
  'average_bill',
  staged_rated_bills(),
  'bill_amount',
  '1',
  is_money=true
) }}
