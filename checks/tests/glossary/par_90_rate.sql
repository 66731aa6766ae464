-- par_90_rate: contracted accounts with more than 90 days expired / contracted accounts.
{{ glossary_test(
  'par_90_rate',
  numerator=at_snapshot("portfolio = 'contracted' and days_expired > 90"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
