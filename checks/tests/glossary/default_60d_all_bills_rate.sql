-- As default_60d_rate, bills whose window is still open counted too.
{{ billing_values_test(
  'default_60d_all_bills_rate',
  staged_window_bills(),
  'case when bill_amount > 0 and paid_in_window < bill_amount - bill_tolerance then 1 else 0 end',
  '1'
) }}
