-- churned_portfolio_size: accounts whose last contracts ended by repossession or write-off.
{{ glossary_test(
  'churned_portfolio_size',
  numerator=at_snapshot("portfolio_category in ('repossessed', 'written_off')")
) }}
