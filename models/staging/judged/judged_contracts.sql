{{
  judged_rows('contracts', extra_faults=[
    ['ended_on < fulfilled_on', 'ended_on: before fulfilled_on'],
    ['(ended_on is null) <> (end_reason is null)', 'ended_on, end_reason: one without the other'],
    ["contract_type = 'payg' and coalesce(daily_rate, 0) = 0", 'daily_rate: null or not positive on a payg contract'],
  ])
}}
