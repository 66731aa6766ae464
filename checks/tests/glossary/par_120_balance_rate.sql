-- par_120_balance_rate: whole balance of contracted accounts with more than 120 days expired / balance of contracted accounts.
{{ glossary_test(
  'par_120_balance_rate',
  numerator=owed("portfolio = 'contracted' and days_expired > 120"),
  denominator=owed("portfolio = 'contracted'")
) }}
