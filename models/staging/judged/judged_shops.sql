{{ judged_rows('shops') }}
