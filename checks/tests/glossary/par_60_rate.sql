-- par_60_rate: contracted accounts with more than 60 days expired / contracted accounts.
{{ glossary_test(
  'par_60_rate',
  numerator=at_snapshot("portfolio = 'contracted' and days_expired > 60"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
