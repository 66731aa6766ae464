-- What was collected over what could have been: opening plus billed less what is not yet due.
{{ billing_kpis_test('cei', rate('100 * (opening + billed - closing)', 'opening + billed - not_yet_due')) }}
