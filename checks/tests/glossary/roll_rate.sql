-- roll_rate: accounts that went from a bucket to another, over all that were in the first.
{{ roll_test('1', 'accounts', 'opening_accounts', 'rate') }}
