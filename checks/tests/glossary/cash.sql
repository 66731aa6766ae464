-- Instalments and bill payments less refunds of the month, from staging.
{{ billing_kpis_test('cash', 'cash') }}
