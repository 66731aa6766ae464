-- default_cures: evenings in the active portfolio after an evening in default, but for days of a restructuring.
{{ glossary_test(
  'default_cures',
  numerator=moved("category_before = 'defaulted' and portfolio_group = 'active' and restructures = 0")
) }}
