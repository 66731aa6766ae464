-- contracted_portfolio_size (glossary 2): accounts with a contract that runs in the evening of the snapshot, and utility accounts.
{{ glossary_test(
  'contracted_portfolio_size',
  numerator=at_snapshot("portfolio = 'contracted'")
) }}
