-- gross_default_entries: evenings in default after an evening that was not.
{{ glossary_test(
  'gross_default_entries',
  numerator=moved("portfolio_category = 'defaulted'")
) }}
