-- What enters and leaves the unapplied credit in a month. Grain: account_id, month_index.
with

money as (
  select * from {{ ref('int_ledger_money') }}
),

allocations as (
  select * from {{ ref('int_allocations') }}
),

changes as (
  select
    account_id,
    money_on as changed_on,
    amount
  from money
  union all
  select
    account_id,
    settled_on as changed_on,
    -amount as amount
  from allocations
)

select
  account_id,
  {{ month_index('changed_on') }} as month_index,
  cast(sum(amount) as {{ money_type() }}) as amount
from changes
group by account_id, {{ month_index('changed_on') }}
