-- Bills of utility and loan accounts with their place in the ledger. Grain: bill_id.
-- Future instalments are here with a ledger_on after as_of_date; is_in_ledger says what has been owed by then.
with

dated_bills as (
  select * from {{ ref('int_dated_bills') }}
),

loan_bill_ends as (
  select * from {{ ref('int_loan_bill_ends') }}
),

-- instalments that would enter after their loan has ended are void
judged as (
  select
    dated_bills.*,
    loan_bill_ends.loan_ended_on,
    coalesce(dated_bills.ledger_on > loan_bill_ends.loan_ended_on, false) as is_void
  from dated_bills
  left join loan_bill_ends on dated_bills.bill_id = loan_bill_ends.bill_id
)

select
  *,
  ledger_on <= {{ as_of_date() }} and not is_void as is_in_ledger,
  window_to <= {{ as_of_date() }} as is_window_closed
from judged
