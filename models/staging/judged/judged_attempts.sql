{{ judged_rows('attempts') }}
