-- paid_portfolio_size: accounts that completed, opted out or bought upfront.
{{ glossary_test(
  'paid_portfolio_size',
  numerator=at_snapshot("portfolio_category in ('completed', 'opted_out', 'upfront')")
) }}
