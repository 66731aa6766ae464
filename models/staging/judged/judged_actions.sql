{{ judged_rows('actions') }}
