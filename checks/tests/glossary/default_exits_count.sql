-- default_exits_count: evenings out of the contracted portfolio after an evening in default, or back in it by a restructuring.
{{ glossary_test(
  'default_exits_count',
  numerator=moved("category_before = 'defaulted' and (portfolio = 'uncontracted' or (portfolio_group = 'active' and restructures > 0))")
) }}
