{{
  judged_rows('opcos', extra_faults=[
    ['lower(timezone) not in (select lower(known.timezone) from ' ~ ref('timezones') ~ ' as known)', 'timezone: unknown code'],
  ])
}}
