-- par_7_rate: contracted accounts with more than 7 days expired / contracted accounts.
{{ glossary_test(
  'par_7_rate',
  numerator=at_snapshot("portfolio = 'contracted' and days_expired > 7"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
