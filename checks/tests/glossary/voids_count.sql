-- voids_count: accounts contracted in one evening and neither churned nor paid in the next.
{{ glossary_test(
  'voids_count',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'other'")
) }}
