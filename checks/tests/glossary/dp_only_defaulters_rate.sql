-- dp_only_defaulters_rate (glossary 23): accounts in default without any payment but a downpayment so far / accounts in default.
{{ glossary_test(
  'dp_only_defaulters_rate',
  numerator=at_snapshot("portfolio_category = 'defaulted' and not coalesce(has_paid, false)"),
  denominator=at_snapshot("portfolio_category = 'defaulted'")
) }}
