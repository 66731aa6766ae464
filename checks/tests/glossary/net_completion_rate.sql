-- net_completion_rate (glossary 21): accounts that finished in the month less those that came back / contracted accounts.
{{ glossary_test(
  'net_completion_rate',
  numerator=moved("portfolio_before = 'contracted' and portfolio_group = 'paid'")
  ~ " - " ~ moved("group_before = 'paid' and portfolio = 'contracted'"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
