{{ cohort_matrix('churn') }}
