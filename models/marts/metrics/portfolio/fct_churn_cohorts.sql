-- The metric churn_cohort.
{{ cohort_matrix('churn') }}
