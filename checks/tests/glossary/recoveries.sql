-- Money that came after everything was written off or repossessed, by month, from staging.
{{ recovery_kpis_test('recoveries') }}
