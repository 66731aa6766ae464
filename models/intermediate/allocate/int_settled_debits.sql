-- Bills and refunds with what has settled them by as_of_date, by the policy's method. Grain: account_id, debit_number.
with

debits as (
  select * from {{ ref('int_ledger_debits') }} where debit_type <> 'payoff'
),

allocations as (
  select * from {{ ref('int_allocations') }}
),

allocated as (
  select
    account_id,
    debit_number,
    cast(sum(amount) as {{ money_type() }}) as allocated_amount,
    max(settled_on) as last_settled_on
  from allocations
  group by account_id, debit_number
)

-- a bill leaves with its loan when something of it is open at the end of that day
select
  debits.*,
  cast(coalesce(allocated.allocated_amount, 0) as {{ money_type() }}) as allocated_amount,
  cast(debits.amount - coalesce(allocated.allocated_amount, 0) as {{ money_type() }}) as unsettled_amount,
  -- overdue from the day after the due day, or from the day it enters the ledger if that is later
  greatest({{ add_days('debits.due_on', 1) }}, debits.ledger_on) as overdue_from,
  case when allocated.allocated_amount = debits.amount then allocated.last_settled_on end as settled_on,
  case
    when coalesce(allocated.allocated_amount, 0) < debits.amount then debits.loan_ended_on
  end as left_on
from debits
left join allocated
  on
    debits.account_id = allocated.account_id
    and debits.debit_number = allocated.debit_number
