-- Every open instalment due in the months ahead is listed once; nothing listed is settled, void or dated in the past.
with

expected as (
  select bills.bill_id
  from {{ ref('fct_bills') }} as bills
  inner join ({{ staged_loan_accounts() }}) as accounts on bills.account_id = accounts.account_id
  left join {{ ref('stg_contracts') }} as loans
    on bills.contract_id = loans.contract_id and loans.contract_type = 'loan' and loans.ended_on <= {{ as_of_date() }}
  where
    bills.bill_amount > 0
    and bills.settled_on is null
    and loans.contract_id is null
    and bills.due_on > {{ as_of_date() }}
    and bills.due_on <= {{ add_months(as_of_date(), smart_threshold('upcoming_months')) }}
),

found as (
  select
    upcoming.bill_id,
    upcoming.due_on,
    upcoming.scheduled_on,
    upcoming.is_overdue,
    upcoming.is_rescheduled,
    bills.settled_on
  from {{ ref('smart_collect_upcoming') }} as upcoming
  left join {{ ref('fct_bills') }} as bills on upcoming.bill_id = bills.bill_id
)

select
  expected.bill_id as expected_bill_id,
  found.bill_id as found_bill_id
from expected
full outer join found on expected.bill_id = found.bill_id
where
  found.bill_id is null
  -- what is not due in these months is here because it failed, or because people moved it
  or (expected.bill_id is null and not (found.is_overdue or found.is_rescheduled))
  or found.settled_on is not null
  or found.scheduled_on <= {{ as_of_date() }}
