{{ judged_rows('bills', extra_faults=[['period_start > period_end', 'period_start: after period_end']]) }}
