-- ever_defaulted_cohort: accounts of an install month that were in default on at least one evening so far / all of them.
{{ cohort_test(
  'fct_default_cohorts',
  numerator=at_snapshot("has_ever_defaulted"),
  denominator="count(*)",
  numerator_column='ever_defaulted',
  denominator_column='cohort_size'
) }}
