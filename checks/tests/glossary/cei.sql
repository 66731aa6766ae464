-- What was collected, not what left without money, over what could have been: opening plus billed less what is not yet due.
{{ billing_kpis_test('cei', rate('100 * (opening + billed - closing - left_over)', 'opening + billed - not_yet_due')) }}
