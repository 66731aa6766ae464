-- All changes of an account's receivables in a month, one column each. Grain: account_id, month_index.
with

aging_changes as (
  select * from {{ ref('int_aging_changes') }}
),

credit_changes as (
  select * from {{ ref('int_credit_changes') }}
),

movements as (
  select * from {{ ref('int_ledger_movements') }}
),

changes as (
  select
    account_id,
    month_index,
    aging_bucket as change_type,
    amount
  from aging_changes
  union all
  -- B18: an open refund ages in the buckets and is no arrears
  select
    account_id,
    month_index,
    'overdue_refunds' as change_type,
    amount
  from aging_changes
  where debit_type = 'refund' and aging_bucket <> 'not_yet_due'
  union all
  select
    account_id,
    month_index,
    'unapplied_credit' as change_type,
    amount
  from credit_changes
  union all
  select
    account_id,
    month_index,
    movement_type as change_type,
    amount
  from movements
)

select
  account_id,
  month_index,
  {% for column, aging_bucket in aging_columns() -%}
  cast(sum(case when change_type = '{{ aging_bucket }}' then amount else 0 end) as {{ money_type() }}) as {{ column }},
  {% endfor -%}
  {% for movement in ledger_movements() + ['recoveries', 'overdue_refunds'] -%}
  cast(sum(case when change_type = '{{ movement }}' then amount else 0 end) as {{ money_type() }}) as {{ movement }},
  {% endfor -%}
  cast(sum(case when change_type = 'unapplied_credit' then amount else 0 end) as {{ money_type() }}) as unapplied_credit
from changes
group by account_id, month_index
