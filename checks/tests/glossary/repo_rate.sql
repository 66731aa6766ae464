-- repo_rate (glossary 13): accounts repossessed in the month / contracted accounts.
{{ glossary_test(
  'repo_rate',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'repossessed'"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
