-- repayment_rate_at_2x: what was paid by twice the term of what was due over the term; only contracts that have reached it.
{{ repayment_test(
  'repayment_rate_at_2x',
  'case when not is_2x then 0 when paid_by_2x < due_by_2x then paid_by_2x else due_by_2x end',
  'case when is_2x then due_by_2x else 0 end'
) }}
