-- Bills, by month of period_end.
{{ billing_values_test(
  'bills_count',
  staged_rated_bills(),
  '1'
) }}
