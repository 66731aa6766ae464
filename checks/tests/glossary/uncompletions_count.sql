-- uncompletions_count (glossary 16): accounts of the paid group in one evening and contracted in the next.
{{ glossary_test(
  'uncompletions_count',
  numerator=moved("group_before = 'paid' and portfolio = 'contracted'")
) }}
