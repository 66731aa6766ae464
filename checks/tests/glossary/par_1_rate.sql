-- par_1_rate: contracted accounts with more than 1 days expired / contracted accounts.
{{ glossary_test(
  'par_1_rate',
  numerator=at_snapshot("portfolio = 'contracted' and days_expired > 1"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
