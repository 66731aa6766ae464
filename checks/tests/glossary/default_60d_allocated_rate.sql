-- Closed bills to which too little was allocated by the end of the window, over closed bills.
{{ billing_values_test(
  'default_60d_allocated_rate',
  staged_rated_bills(),
  'case when is_closed and is_rated and is_default then 1 else 0 end',
  'case when is_closed and is_rated then 1 else 0 end'
) }}
