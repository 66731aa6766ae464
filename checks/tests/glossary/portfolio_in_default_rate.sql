-- portfolio_in_default_rate (glossary 5): accounts in default / contracted accounts.
{{ glossary_test(
  'portfolio_in_default_rate',
  numerator=at_snapshot("portfolio_category = 'defaulted'"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
