{{ judged_rows('accounts') }}
