-- Bills of utility and loan accounts with their place in the ledger. Grain: bill_id.
-- Future instalments are here with a ledger_on after as_of_date; is_in_ledger says what has been owed by then.
with

bills as (
  select * from {{ ref('stg_bills') }}
),

accounts as (
  select * from {{ ref('stg_accounts') }} where account_type in ('utility', 'loan')
),

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
),

-- an end after as_of_date is not known yet
ended_loans as (
  select * from {{ ref('stg_contracts') }} where contract_type = 'loan' and ended_on <= {{ as_of_date() }}
),

-- window and tolerance are those in force on the due day
ruled as (
  select
    bills.bill_id,
    bills.account_id,
    accounts.opco_id,
    accounts.account_type,
    bills.contract_id,
    bills.period_start,
    bills.period_end,
    bills.issued_on,
    bills.due_on,
    bills.bill_amount,
    bills.usage_quantity,
    policy_periods.bill_tolerance,
    {{ add_days('bills.due_on', '-policy_periods.bill_window_before_days') }} as window_from,
    {{ add_days('bills.due_on', 'policy_periods.bill_window_after_days') }} as window_to,
    ended_loans.ended_on as loan_ended_on
  from bills
  inner join accounts on bills.account_id = accounts.account_id
  inner join policy_periods
    on
      accounts.opco_id = policy_periods.opco_id
      and bills.due_on >= policy_periods.valid_from
      and bills.due_on < policy_periods.valid_to
  left join ended_loans on bills.contract_id = ended_loans.contract_id
),

-- nobody owes a future instalment yet: without an issue day a bill is owed from the end of its period or the start of its window
dated as (
  select
    *,
    coalesce(issued_on, least(period_end, window_from)) as ledger_on
  from ruled
),

-- instalments that would enter after their loan has ended are void
judged as (
  select
    *,
    coalesce(ledger_on > loan_ended_on, false) as is_void
  from dated
)

select
  *,
  ledger_on <= {{ as_of_date() }} and not is_void as is_in_ledger,
  window_to <= {{ as_of_date() }} as is_window_closed
from judged
