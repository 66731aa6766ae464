{{ judged_rows('policies') }}
