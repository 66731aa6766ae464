-- roll_balance_rate: opening balance that went from a bucket to another, over all that was in the first.
{{ roll_test('balance', 'balance', 'opening_balance', 'balance_rate') }}
