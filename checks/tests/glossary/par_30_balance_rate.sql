-- par_30_balance_rate: whole balance of contracted accounts with more than 30 days expired / balance of contracted accounts.
{{ glossary_test(
  'par_30_balance_rate',
  numerator=owed("portfolio = 'contracted' and days_expired > 30"),
  denominator=owed("portfolio = 'contracted'")
) }}
