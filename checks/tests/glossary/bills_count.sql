-- Bills, by month of period_end.
{{ billing_values_test(
  'bills_count',
  staged_window_bills(),
  '1'
) }}
