{{ judged_rows('fx_rates') }}
