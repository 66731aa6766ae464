-- write_off_count (glossary 8): accounts contracted in one evening and written off in the next.
{{ glossary_test(
  'write_off_count',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'written_off'")
) }}
