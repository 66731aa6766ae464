-- default_cures: evenings in the active portfolio after an evening in default.
{{ glossary_test(
  'default_cures',
  numerator=moved("category_before = 'defaulted' and portfolio_group = 'active'")
) }}
