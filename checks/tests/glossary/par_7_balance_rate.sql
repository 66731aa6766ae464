-- par_7_balance_rate: whole balance of contracted accounts with more than 7 days expired / balance of contracted accounts.
{{ glossary_test(
  'par_7_balance_rate',
  numerator=owed("portfolio = 'contracted' and days_expired > 7"),
  denominator=owed("portfolio = 'contracted'")
) }}
