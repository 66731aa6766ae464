-- repayment_rate_paid_vs_plan: what was paid of what is due, over what is due.
{{ repayment_test('repayment_rate_paid_vs_plan', 'case when paid < due then paid else due end', 'due') }}
