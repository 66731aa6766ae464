-- net_completion_rate_30d (glossary 22): accounts that finished in the last 30 days less those that came back / accounts contracted when these began.
{{ recent_days_test(
  'net_completion_rate_30d',
  30,
  numerator=moved("portfolio_before = 'contracted' and portfolio_group = 'paid' and happened_on > " ~ add_days(as_of_date(), -30))
  ~ " - " ~ moved("group_before = 'paid' and portfolio = 'contracted' and happened_on > " ~ add_days(as_of_date(), -30))
) }}
