-- par_0_balance_rate: whole balance of contracted accounts with at least one day expired / balance of contracted accounts.
{{ glossary_test(
  'par_0_balance_rate',
  numerator=owed("portfolio = 'contracted' and days_expired > 0"),
  denominator=owed("portfolio = 'contracted'")
) }}
