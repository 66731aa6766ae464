-- opt_outs_count (glossary 15): accounts contracted in one evening and opted out in the next.
{{ glossary_test(
  'opt_outs_count',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'opted_out'")
) }}
