-- What takes money, in the order in which it queues: bills above zero in the ledger, refunds, each like a bill of its day,
-- and payoffs. Grain: account_id, debit_number. A payoff takes only credit that is there when its loan is completed, and
-- is owed by nobody.
with

bills as (
  select * from {{ ref('int_ledger_bills') }} where bill_amount > 0
),

refunds as (
  select * from {{ ref('int_ledger_payments') }} where ledger_role = 'refund'
),

debits as (
  select
    account_id,
    opco_id,
    'bill' as debit_type,
    bill_id,
    cast(null as {{ dbt.type_string() }}) as refund_id,
    contract_id,
    ledger_on,
    due_on,
    loan_ended_on,
    loan_end_reason,
    is_opening,
    bill_amount as amount
  from bills
  where is_in_ledger
  union all
  select
    account_id,
    opco_id,
    'refund' as debit_type,
    cast(null as {{ dbt.type_string() }}) as bill_id,
    payment_id as refund_id,
    cast(null as {{ dbt.type_string() }}) as contract_id,
    paid_on as ledger_on,
    paid_on as due_on,
    cast(null as date) as loan_ended_on,
    cast(null as {{ dbt.type_string() }}) as loan_end_reason,
    false as is_opening,
    cast(-amount as {{ money_type() }}) as amount
  from refunds
  union all
  -- B14: who pays a loan out early has paid the instalments that become void
  select
    account_id,
    opco_id,
    'payoff' as debit_type,
    cast(null as {{ dbt.type_string() }}) as bill_id,
    cast(null as {{ dbt.type_string() }}) as refund_id,
    contract_id,
    loan_ended_on as ledger_on,
    loan_ended_on as due_on,
    loan_ended_on,
    loan_end_reason,
    false as is_opening,
    cast(sum(bill_amount) as {{ money_type() }}) as amount
  from bills
  where is_void and loan_end_reason = 'completed'
  group by account_id, opco_id, contract_id, loan_ended_on, loan_end_reason
)

select
  *,
  row_number() over (
    partition by account_id
    order by
      ledger_on,
      case when debit_type = 'payoff' then 1 else 0 end,
      due_on,
      coalesce(bill_id, refund_id, contract_id),
      debit_type
  ) as debit_number
from debits
