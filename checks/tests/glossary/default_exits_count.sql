-- default_exits_count: evenings out of the contracted portfolio after an evening in default.
{{ glossary_test(
  'default_exits_count',
  numerator=moved("category_before = 'defaulted' and portfolio = 'uncontracted'")
) }}
