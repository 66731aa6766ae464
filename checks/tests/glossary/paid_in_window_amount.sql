-- Money dated in the windows of the month's bills, as often as it lies in one.
{{ billing_values_test(
  'paid_in_window_amount',
  staged_rated_bills(),
  'paid_in_window',
  none,
  is_money=true
) }}
