-- defaulters (glossary 4): contracted accounts whose days without credit, or past due, have reached the policy's days.
{{ glossary_test(
  'defaulters',
  numerator=at_snapshot("portfolio_category = 'defaulted'")
) }}
