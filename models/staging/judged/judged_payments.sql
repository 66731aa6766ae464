{{
  judged_rows(
    'payments',
    extra_faults=[
      ["payment_type not in ('refund', 'reversal') and amount <= 0", 'amount: not positive'],
      ["payment_type in ('refund', 'reversal') and amount >= 0", 'amount: not negative on a refund or reversal'],
      ["payment_type = 'reversal' and reverses_payment_id is null", 'reverses_payment_id: missing on a reversal'],
    ],
    linked_by={'column': 'reverses_payment_id', 'marked_in': 'payment_type', 'mark': 'reversal'},
    candidates=reversal_candidates,
    objections=reversal_objections,
  )
}}
