-- all_accounts (glossary 1): every account that is installed by the snapshot, whatever its state.
{{ glossary_test(
  'all_accounts',
  numerator=at_snapshot("true")
) }}
