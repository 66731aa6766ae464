-- Closed bills whose account paid too little in the window, over closed bills.
{{ billing_values_test(
  'default_60d_rate',
  staged_window_bills(),
  'case when window_to <= ' ~ as_of_date() ~ ' and bill_amount > 0 and paid_in_window < bill_amount - bill_tolerance then 1 else 0 end',
  'case when window_to <= ' ~ as_of_date() ~ ' then 1 else 0 end'
) }}
