{{ judged_rows('decisions') }}
