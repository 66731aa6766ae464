{{ judged_rows('device_states') }}
