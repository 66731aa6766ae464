-- net_completions_count (glossary 20): accounts that finished in the month less those that came back.
{{ glossary_test(
  'net_completions_count',
  numerator=moved("portfolio_before = 'contracted' and portfolio_group = 'paid'")
  ~ " - " ~ moved("group_before = 'paid' and portfolio = 'contracted'")
) }}
