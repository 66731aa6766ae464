-- repo_count (glossary 7): accounts contracted in one evening and repossessed in the next.
{{ glossary_test(
  'repo_count',
  numerator=moved("portfolio_before = 'contracted' and portfolio_category = 'repossessed'")
) }}
