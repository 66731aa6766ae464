-- par_30_rate: contracted accounts with more than 30 days expired / contracted accounts.
{{ glossary_test(
  'par_30_rate',
  numerator=at_snapshot("portfolio = 'contracted' and days_expired > 30"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
