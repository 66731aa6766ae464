-- par_60_balance_rate: whole balance of contracted accounts with more than 60 days expired / balance of contracted accounts.
{{ glossary_test(
  'par_60_balance_rate',
  numerator=owed("portfolio = 'contracted' and days_expired > 60"),
  denominator=owed("portfolio = 'contracted'")
) }}
