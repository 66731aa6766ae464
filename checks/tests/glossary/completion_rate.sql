-- completion_rate (glossary 17): accounts completed in the month / contracted accounts.
{{ glossary_test(
  'completion_rate',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'completed'"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
