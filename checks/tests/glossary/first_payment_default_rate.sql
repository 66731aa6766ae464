-- Accounts whose first bill is closed and in default, over accounts whose first bill is closed.
{{ billing_kpis_test('first_payment_default_rate', rate('first_defaults', 'first_bills')) }}
