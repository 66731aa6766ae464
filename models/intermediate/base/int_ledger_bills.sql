-- Bills of utility and loan accounts with their place in the ledger. Grain: bill_id.
-- Future instalments are here with a ledger_on after as_of_date; is_in_ledger says what has been owed by then.
with

-- B12: nobody owes a future instalment yet. Without an issue day a bill is owed from the end of its period or its due day,
-- whichever is earlier; no policy has a say in it
bills as (
  select
    *,
    coalesce(issued_on, least(period_end, due_on)) as ledger_on
  from {{ ref('stg_bills') }}
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

-- window and tolerance are those in force on the day the bill enters, so that a later policy moves no closed month
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
    bills.ledger_on,
    bills.due_on,
    bills.bill_amount,
    bills.usage_quantity,
    bills.credits_bill_id,
    bills.is_opening,
    policy_periods.bill_tolerance,
    -- B13: without days before, the window opens when the bill enters the ledger
    coalesce(
      {{ add_days('bills.due_on', '-policy_periods.bill_window_before_days') }}, bills.ledger_on
    ) as window_from,
    {{ add_days('greatest(bills.due_on, bills.ledger_on)', 'policy_periods.bill_window_after_days') }} as window_to,
    ended_loans.ended_on as loan_ended_on,
    ended_loans.end_reason as loan_end_reason
  from bills
  inner join accounts on bills.account_id = accounts.account_id
  inner join policy_periods
    on
      accounts.opco_id = policy_periods.opco_id
      and bills.ledger_on >= policy_periods.valid_from
      and bills.ledger_on < policy_periods.valid_to
  left join ended_loans on bills.contract_id = ended_loans.contract_id
),

-- instalments that would enter after their loan has ended are void
judged as (
  select
    *,
    coalesce(ledger_on > loan_ended_on, false) as is_void
  from ruled
)

select
  *,
  ledger_on <= {{ as_of_date() }} and not is_void as is_in_ledger,
  window_to <= {{ as_of_date() }} as is_window_closed
from judged
