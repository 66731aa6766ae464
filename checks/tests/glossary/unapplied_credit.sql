-- Money of each account up to the snapshot less what it had settled by then, from staging and the allocations.
with

money as (
  select
    account_id,
    paid_on as money_on,
    amount
  from ({{ staged_payments() }}) as payments
  where payment_type <> 'refund'
  union all
  select
    account_id,
    ledger_on as money_on,
    -bill_amount as amount
  from ({{ staged_bills() }}) as bills
  where bill_amount < 0
  union all
  select
    account_id,
    settled_on as money_on,
    -amount as amount
  from {{ ref('int_allocations') }}
),

expected as (
  select
    money.account_id,
    months.month_end,
    sum(money.amount) as unapplied_credit
  from money
  inner join {{ ref('int_months') }} as months on money.money_on <= months.snapshot_on
  group by money.account_id, months.month_end
),

found as (
  select * from {{ ref('fct_receivables_months') }}
)

select
  coalesce(found.account_id, expected.account_id) as account_id,
  coalesce(found.month_end, expected.month_end) as month_end,
  found.unapplied_credit,
  expected.unapplied_credit as expected_credit
from found
full outer join expected
  on
    found.account_id = expected.account_id
    and found.month_end = expected.month_end
where coalesce(found.unapplied_credit, 0) <> coalesce(expected.unapplied_credit, 0)
