{{ judged_rows('notifications') }}
