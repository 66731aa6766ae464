-- default_rate (glossary 9): defaulters now less defaulters at the snapshot before, with the accounts churned since, / accounts active then.
{{ glossary_test(
  'default_rate',
  numerator=at_snapshot("portfolio_category = 'defaulted'")
  ~ " - " ~ at_snapshot("category_before = 'defaulted'")
  ~ " + " ~ moved("portfolio_before = 'contracted' and portfolio_group = 'churned'"),
  denominator=at_snapshot("category_before in ('new', 'normal', 'late')")
) }}
