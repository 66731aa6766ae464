-- repayment_rate_paid_vs_financed: what was paid of what is due, over what was financed.
{{ repayment_test('repayment_rate_paid_vs_financed', 'case when paid < due then paid else due end', 'financed_amount') }}
