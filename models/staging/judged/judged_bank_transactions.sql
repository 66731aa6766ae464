{{ judged_rows('bank_transactions') }}
