-- uncompletions_rate (glossary 19): accounts back from the paid group in the month / contracted accounts.
{{ glossary_test(
  'uncompletions_rate',
  numerator=moved("group_before = 'paid' and portfolio = 'contracted'"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
