-- collection_rate: instalments received in the month over what fell due in it.
{{ repayment_test('collection_rate', 'paid - paid_before', 'due - due_before') }}
