-- Bills that entered the ledger in the month, from staging.
{{ billing_kpis_test('billed', 'billed') }}
