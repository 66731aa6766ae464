-- Cash over billed.
{{ billing_kpis_test('collection_ratio', rate('cash', 'billed')) }}
