-- The ledger balance of each account at the last snapshot, added up again from the accepted rows.
-- What left with a loan or was paid off and what is a recovery are taken from the marts, everything else from staging.
with

owed as (
  select
    bills.account_id,
    sum(bills.bill_amount) as amount
  from {{ ref('stg_bills') }} as bills
  inner join {{ ref('fct_bills') }} as judged on bills.bill_id = judged.bill_id
  where judged.ledger_on <= {{ as_of_date() }} and not judged.is_void
  group by bills.account_id
),

left_with_loans as (
  select
    account_id,
    sum(bill_amount - allocated) as amount
  from {{ ref('fct_bills') }}
  where left_on is not null
  group by account_id
),

recoveries as (
  select payment_id from {{ ref('fct_payments') }} where is_recovery
),

paid_off as (
  select
    account_id,
    sum(paid_off) as amount
  from {{ ref('fct_receivables_months') }}
  group by account_id
),

paid as (
  select
    payments.account_id,
    sum(payments.amount) as amount
  from ({{ staged_kept_payments() }}) as payments
  left join recoveries on payments.payment_id = recoveries.payment_id
  where
    payments.payment_type in ('instalment', 'bill', 'bonus', 'refund')
    and recoveries.payment_id is null
  group by payments.account_id
),

expected as (
  select
    accounts.account_id,
    coalesce(owed.amount, 0) - coalesce(left_with_loans.amount, 0) - coalesce(paid.amount, 0)
    + coalesce(paid_off.amount, 0) as balance
  from {{ ref('stg_accounts') }} as accounts
  left join owed on accounts.account_id = owed.account_id
  left join left_with_loans on accounts.account_id = left_with_loans.account_id
  left join paid on accounts.account_id = paid.account_id
  left join paid_off on accounts.account_id = paid_off.account_id
  where accounts.account_type in ('utility', 'loan')
),

found as (
  select
    account_id,
    balance
  from {{ ref('fct_receivables_months') }}
  where snapshot_on = {{ as_of_date() }}
)

select
  expected.account_id,
  expected.balance as expected_balance,
  found.balance as found_balance
from expected
full outer join found on expected.account_id = found.account_id
where
  found.balance is distinct from expected.balance
  and (found.account_id is not null or expected.balance <> 0)
