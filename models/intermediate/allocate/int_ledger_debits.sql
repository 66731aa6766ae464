-- What money settles, in the order in which it queues: bills above zero in the ledger, and refunds, each like a bill of
-- its day. Grain: account_id, debit_number.
with

bills as (
  select * from {{ ref('int_ledger_bills') }} where is_in_ledger and bill_amount > 0
),

refunds as (
  select * from {{ ref('int_payments') }} where account_type in ('utility', 'loan') and payment_type = 'refund'
),

debits as (
  select
    account_id,
    opco_id,
    bill_id,
    cast(null as {{ dbt.type_string() }}) as refund_id,
    ledger_on,
    due_on,
    loan_ended_on,
    bill_amount as amount
  from bills
  union all
  select
    account_id,
    opco_id,
    cast(null as {{ dbt.type_string() }}) as bill_id,
    payment_id as refund_id,
    paid_on as ledger_on,
    paid_on as due_on,
    cast(null as date) as loan_ended_on,
    cast(-amount as decimal(18, 2)) as amount
  from refunds
)

select
  *,
  row_number() over (
    partition by account_id
    order by ledger_on, due_on, coalesce(bill_id, refund_id), case when bill_id is null then 1 else 0 end
  ) as debit_number
from debits
