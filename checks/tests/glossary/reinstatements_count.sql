-- reinstatements_count: accounts contracted again, unless they come from the paid group.
{{ glossary_test(
  'reinstatements_count',
  numerator=moved("portfolio_before <> 'contracted' and portfolio = 'contracted' and group_before <> 'paid' and spells > 1")
) }}
