-- new_count: accounts contracted for the first time, unless they come from the paid group.
{{ glossary_test(
  'new_count',
  numerator=moved("portfolio_before <> 'contracted' and portfolio = 'contracted' and group_before <> 'paid' and spells = 1")
) }}
