-- par_1_balance_rate: whole balance of contracted accounts with more than 1 days expired / balance of contracted accounts.
{{ glossary_test(
  'par_1_balance_rate',
  numerator=owed("portfolio = 'contracted' and days_expired > 1"),
  denominator=owed("portfolio = 'contracted'")
) }}
