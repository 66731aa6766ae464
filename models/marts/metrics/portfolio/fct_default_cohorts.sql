{{ cohort_matrix('default') }}
