-- opt_out_rate (glossary 18): accounts opted out in the month / contracted accounts.
{{ glossary_test(
  'opt_out_rate',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'opted_out'"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
