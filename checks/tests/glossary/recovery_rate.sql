-- Recovered to date over written off to date, from staging and the contracts.
{{ recovery_kpis_test('recovery_rate') }}
