-- par_120_rate (glossary 24): contracted accounts with more than 120 days expired / contracted accounts.
{{ glossary_test(
  'par_120_rate',
  numerator=at_snapshot("portfolio = 'contracted' and days_expired > 120"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
