-- write_off_rate (glossary 12): accounts written off in the month / contracted accounts.
{{ glossary_test(
  'write_off_rate',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'written_off'"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
