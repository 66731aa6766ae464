{{
  judged_rows('opcos', extra_faults=[
    ['lower(timezone) not in (select lower(known.timezone) from ' ~ ref('timezones') ~ ' as known)', 'timezone: unknown code'],
    ['currency_code not in (select known.currency_code from ' ~ ref('currencies') ~ ' as known)', 'currency_code: unknown code'],
    ['upper(country_code) not in (select known.country_code from ' ~ ref('countries') ~ ' as known)', 'country_code: unknown code'],
    ["opco_id = 'all'", 'opco_id: all is the word for the group'],
  ])
}}
