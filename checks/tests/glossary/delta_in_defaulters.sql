-- delta_in_defaulters (glossary 6): moves into default less moves out of it: what is left of them is the change.
{{ glossary_test(
  'delta_in_defaulters',
  numerator=moved("portfolio_category = 'defaulted'") ~ " - " ~ moved("category_before = 'defaulted'")
) }}
