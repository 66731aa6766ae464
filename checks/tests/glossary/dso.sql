-- Open at the month's snapshot over billed in the month, times the days so far.
{{ billing_kpis_test('dso', rate('closing * days_so_far', 'billed')) }}
