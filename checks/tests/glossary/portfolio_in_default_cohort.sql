-- portfolio_in_default_cohort (glossary 26): accounts of an install month in default / those of them that are not churned.
-- Once as the matrix of install months, once pooled over the install months as published with the other metrics.
{% set defaulted = at_snapshot("portfolio_category = 'defaulted'") %}
{% set not_churned = at_snapshot("portfolio_category not in ('repossessed', 'written_off')") %}
select expected_numerator, actual_numerator from ({{ cohort_test('fct_default_cohorts', defaulted, not_churned) }}) as matrix
union all
select expected_numerator, actual_numerator from ({{ glossary_test('portfolio_in_default_cohort', defaulted, not_churned, ['all', 'opco']) }}) as pooled
