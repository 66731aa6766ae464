-- par_0_rate: contracted accounts with at least one day expired / contracted accounts.
{{ glossary_test(
  'par_0_rate',
  numerator=at_snapshot("portfolio = 'contracted' and days_expired > 0"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
