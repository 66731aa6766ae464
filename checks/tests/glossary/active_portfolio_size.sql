-- active_portfolio_size (glossary 3): contracted accounts that are new, normal or late.
{{ glossary_test(
  'active_portfolio_size',
  numerator=at_snapshot("portfolio_category in ('new', 'normal', 'late')")
) }}
