-- churn_rate_90d (glossary 11): repossessed and written-off accounts of the last 90 days / accounts contracted when these began.
{{ recent_days_test(
  'churn_rate_90d',
  90,
  numerator=moved("portfolio_before = 'contracted' and portfolio_group = 'churned' and happened_on > " ~ add_days(as_of_date(), -90))
) }}
