-- ead: what an account owes at the snapshot, from all its payments up to that day.
with

expected as (
  select * from {{ ref('chk_glossary_rows') }} where row_kind = 'snapshot' and portfolio = 'contracted'
)

{{ differences(ref('fct_expected_credit_losses'), keys=['account_id', 'month_end'], columns=[
  {'name': 'ead', 'expected': 'expected.balance'},
]) }}
