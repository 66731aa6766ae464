-- The metrics portfolio_in_default_cohort and ever_defaulted_cohort.
{{ cohort_matrix('default') }}
