-- As default_60d_rate, bills whose window is still open counted too.
{{ billing_values_test(
  'default_60d_all_bills_rate',
  staged_rated_bills(),
  'case when is_rated and is_window_default then 1 else 0 end',
  'case when is_rated then 1 else 0 end'
) }}
