-- completions_count (glossary 14): accounts contracted in one evening and completed in the next.
{{ glossary_test(
  'completions_count',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'completed'")
) }}
