-- Every open instalment due in the months ahead is listed once, unless money is waiting that may be for it; nothing listed is
-- settled, void or dated in the past, and the open amount of what is owed is what was not allocated to it.
with

expected as (
  select bills.bill_id, coalesce(credits.unapplied_credit, 0) as unapplied_credit
  from {{ ref('fct_bills') }} as bills
  inner join ({{ staged_loan_accounts() }}) as accounts on bills.account_id = accounts.account_id
  left join {{ ref('stg_contracts') }} as loans
    on bills.contract_id = loans.contract_id and loans.contract_type = 'loan' and loans.ended_on <= {{ as_of_date() }}
  left join {{ ref('fct_receivables_months') }} as credits
    on bills.account_id = credits.account_id and credits.month_end = {{ month_end_of(as_of_date()) }}
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
    bills.settled_on,
    upcoming.emi_amount,
    upcoming.open_amount,
    case when bills.is_in_ledger then bills.bill_amount - coalesce(paid.amount, 0) end as unpaid_amount
  from {{ ref('smart_collect_upcoming') }} as upcoming
  left join {{ ref('fct_bills') }} as bills on upcoming.bill_id = bills.bill_id
  left join (
    select bill_id, sum(amount) as amount
    from {{ ref('int_allocations') }}
    group by bill_id
  ) as paid on upcoming.bill_id = paid.bill_id
)

select
  expected.bill_id as expected_bill_id,
  found.bill_id as found_bill_id
from expected
full outer join found on expected.bill_id = found.bill_id
where
  (found.bill_id is null and expected.unapplied_credit = 0)
  or found.open_amount <= 0
  or found.open_amount > found.emi_amount
  or found.open_amount <> found.unpaid_amount
  -- what is not due in these months is here because it failed, or because people moved it
  or (expected.bill_id is null and not (found.is_overdue or found.is_rescheduled))
  or found.settled_on is not null
  or found.scheduled_on <= {{ as_of_date() }}
