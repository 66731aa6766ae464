{{ judged_rows('bills') }}
