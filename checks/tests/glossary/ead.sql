-- ead: what an account owes at the snapshot, from all its payments up to that day.
select
  coalesce(expected.account_id, actual.account_id) as account_id,
  coalesce(expected.month_end, actual.month_end) as month_end,
  expected.balance,
  actual.ead
from (
  select * from {{ ref('chk_glossary_rows') }} where row_kind = 'snapshot' and portfolio = 'contracted'
) as expected
full outer join {{ ref('fct_expected_credit_losses') }} as actual
  on expected.account_id = actual.account_id and expected.month_end = actual.month_end
where
  expected.account_id is null
  or actual.account_id is null
  or expected.balance is distinct from actual.ead
