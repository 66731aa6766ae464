"""The collector's queue of the day: whom to contact first, and why."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dashboard.store import Lease


class Task(NamedTuple):
    """An account that waits for a contact."""

    rank: int
    step: int
    account_id: str
    customer_id: str | None
    customer_name: str | None
    opco_id: str
    region: str | None
    due_now: Decimal
    currency_code: str | None
    days_late: int
    promised_amount: Decimal | None
    promised_for: date | None
    promise_status: str | None
    last_contact_on: date | None
    last_contact: str | None
    is_held_out: bool


STEPS = {
    1: "Promise due",
    2: "Promise broken",
    3: "Newly late, not contacted",
    4: "Late, not contacted",
    5: "Long late",
    6: "Contacted lately",
    7: "Held out of contacts",
}

SQL = """
with
asked as (select ?::date as day, ?::varchar as opco),
-- what is due: arrears of the ledger, else the days of credit that were not bought
ledger as (
    select account_id, arrears, days_past_due from fct_receivables_months, asked
    where month_end = (select max(month_end) from dim_months) and arrears > 0
),
due as (
    select accounts.account_id, accounts.customer_id, accounts.opco_id, accounts.region,
      accounts.currency_code,
      coalesce(ledger.arrears, least(accounts.daily_rate * accounts.days_expired,
        accounts.outstanding_balance)) as due_now,
      coalesce(ledger.days_past_due, accounts.days_expired, 0) as days_late
    from dim_accounts as accounts
    left join ledger on accounts.account_id = ledger.account_id
    where accounts.portfolio = 'contracted'
      and (ledger.arrears > 0 or (accounts.account_type = 'payg' and accounts.days_expired > 0))
),
contacts as (
    select account_id, max(action_on) as last_on, arg_max(action_type, (action_at, action_id)) as last_type,
      coalesce(bool_or(is_held_out and attribution_ends_on >= asked.day), false) as is_held_out
    from fct_collection_actions, asked where action_on <= asked.day group by 1
),
promises as (
    select account_id, arg_max(promised_amount, (promised_at, action_id)) as amount,
      arg_max(promised_for, (promised_at, action_id)) as promised_for,
      arg_max(promise_status, (promised_at, action_id)) as status,
      arg_max(matures_on, (promised_at, action_id)) as matures_on
    from fct_promises group by 1
),
stepped as (
    select due.*, promises.amount, promises.promised_for, promises.status, contacts.last_on,
      contacts.last_type, coalesce(contacts.is_held_out, false) as is_held_out,
      case
        when contacts.is_held_out then 7
        when promises.status = 'open' and promises.promised_for <= asked.day + 1 then 1
        when promises.status = 'broken' and promises.matures_on >= asked.day - 14
          and coalesce(contacts.last_on, date '1900-01-01') <= promises.matures_on then 2
        when contacts.last_on >= asked.day - 7 then 6
        when due.days_late <= 30 then 3
        when due.days_late <= 90 then 4
        else 5
      end as step
    from due cross join asked
    left join contacts on due.account_id = contacts.account_id
    left join promises on due.account_id = promises.account_id
    where asked.opco = '' or due.opco_id = asked.opco
),
-- currencies cannot be compared: an amount ranks by its size within its company
sized as (
    select *, due_now / avg(due_now) over (partition by opco_id) as size from stepped where due_now > 0
)
select row_number() over (order by step, size desc, sized.account_id), step, sized.account_id,
  sized.customer_id, lookup.customer_name, sized.opco_id, region, due_now, currency_code, days_late,
  amount, promised_for, status, last_on, last_type, is_held_out
from sized left join customer_lookup as lookup on sized.account_id = lookup.account_id
order by 1
"""


def tasks(lease: Lease, day: date, opco: str) -> list[Task]:
    """The ranked queue of a day; rank and reason follow from promises, days late and the last contact."""
    return lease.kept(("tasks", day, opco), lambda: lease.rows(Task, SQL, [day, opco]))


def reason(task: Task, as_of: date) -> str:
    """Why a task ranks where it does, in words."""
    contact = (
        f"last {task.last_contact or 'contact'} {(as_of - task.last_contact_on).days} days ago"
        if task.last_contact_on
        else "never contacted"
    )
    if task.step == 1:
        return f"Promised for {task.promised_for}: see whether it came; {contact}"
    if task.step == 2:
        return f"Promise for {task.promised_for} broken, no contact since"
    if task.step == 7:
        return "Member of the comparison group of an experiment: do not contact"
    return f"{task.days_late} days late; {contact}"


class Month(NamedTuple):
    """What was to be collected in a month, and what was."""

    opco_id: str
    currency_code: str | None
    target: Decimal
    collected: Decimal
    basis: str


def month(lease: Lease, month_end: date, opco: str) -> list[Month]:
    """Collectable and collected by company: of bills as in the CEI, of days of credit as in the plan."""
    sql = """
        select opco_id, currency_code, opening_receivables + billed - closing_not_yet_due as target,
          least(cash, opening_receivables + billed - closing_not_yet_due) as collected,
          'Bills due by the end of the month, arrears brought forward included'
        from fct_billing_kpis where opco_id <> 'all' and month_end = ?
        union all
        select opco_id, currency_code, sum(due_in_month), sum(received_in_month),
          'Days of credit of the month as planned, without arrears of earlier months'
        from fct_contract_repayment_months where month_end = ? and account_type = 'payg' group by 1, 2
        order by 1"""
    found = lease.kept(("month", month_end), lambda: lease.rows(Month, sql, [month_end, month_end]))
    return [row for row in found if opco in ("", row.opco_id)]
