{{
  judged_rows('fx_rates', extra_faults=[
    ['currency_code not in (select known.currency_code from ' ~ ref('currencies') ~ ' as known)', 'currency_code: unknown code'],
    ['rate_to_reporting <= 0 or rate_to_reporting >= 100000000', 'rate_to_reporting: not between 0 and 100 million'],
  ])
}}
