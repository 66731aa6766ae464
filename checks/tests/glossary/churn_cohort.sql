-- churn_cohort: accounts of an install month that are churned at a later month-end / all accounts of that install month.
{{ cohort_test(
  'fct_churn_cohorts',
  numerator=at_snapshot("portfolio_category in ('repossessed', 'written_off')"),
  denominator="count(*)"
) }}
