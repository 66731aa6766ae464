-- par_90_balance_rate: whole balance of contracted accounts with more than 90 days expired / balance of contracted accounts.
{{ glossary_test(
  'par_90_balance_rate',
  numerator=owed("portfolio = 'contracted' and days_expired > 90"),
  denominator=owed("portfolio = 'contracted'")
) }}
