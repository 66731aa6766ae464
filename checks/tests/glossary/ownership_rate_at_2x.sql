-- ownership_rate_at_2x: contracts paid off by twice the term, over contracts that have reached it.
{{ repayment_test(
  'ownership_rate_at_2x',
  'case when is_2x and paid_by_2x >= financed_amount then 1 else 0 end',
  'case when is_2x then 1 else 0 end',
  is_money=false
) }}
