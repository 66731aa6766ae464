-- restructures_count: accounts on days on which a new contract has taken over the debt of one that ended as restructured.
{{ glossary_test(
  'restructures_count',
  numerator="sum(case when row_kind = 'restructure' then 1 else 0 end)"
) }}
