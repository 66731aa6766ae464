-- churn_rate (glossary 10): accounts churned in the month / contracted accounts.
{{ glossary_test(
  'churn_rate',
  numerator=moved("portfolio_before = 'contracted' and portfolio_group = 'churned'"),
  denominator=at_snapshot("portfolio = 'contracted'")
) }}
