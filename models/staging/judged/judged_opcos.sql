{{
  judged_rows('opcos', extra_faults=[
    ['timezone not in (select timezone from ' ~ ref('timezones') ~ ')', 'timezone: unknown code'],
  ])
}}
