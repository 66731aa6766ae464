-- repayment_rate_at_90_days: what was paid by day 90 of what was due by then; only contracts that have reached it.
{{ repayment_test(
  'repayment_rate_at_90_days',
  'case when not is_90 then 0 when paid_by_day_90 < due_by_day_90 then paid_by_day_90 else due_by_day_90 end',
  'case when is_90 then due_by_day_90 else 0 end'
) }}
