{{
  judged_rows('opcos', extra_faults=[
    ['lower(timezone) not in (select lower(timezone) from ' ~ ref('timezones') ~ ')', 'timezone: unknown code'],
  ])
}}
