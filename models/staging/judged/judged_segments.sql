{{ judged_rows('segments') }}
