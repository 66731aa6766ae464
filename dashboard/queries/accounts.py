"""The accounts behind a number, the customer lookup and one account's history."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dashboard.queries.portfolio import where
from dashboard.store import Lease, Table
from dashboard.view import Slice

# the accounts that a number counts, as a condition on fct_account_months
BEHIND: dict[str, tuple[str, str]] = {
    "all_accounts": ("All accounts", "portfolio_category <> 'pre_portfolio'"),
    "contracted_portfolio_size": ("Contracted portfolio", "is_contracted"),
    "active_portfolio_size": ("Active portfolio", "is_active"),
    "churned_portfolio_size": ("Churned portfolio", "portfolio_group = 'churned'"),
    "paid_portfolio_size": ("Paid portfolio", "portfolio_group = 'paid'"),
    "defaulters": ("Defaulters", "is_defaulted"),
    "portfolio_in_default_rate": ("Defaulters", "is_defaulted"),
    "default_rate": (
        "Into default, repossessed or written off in the month",
        "(default_entries_count > 0 or repo_count > 0 or write_off_count > 0)",
    ),
    "gross_default_entries": ("Fell into default in the month", "default_entries_count > 0"),
    "default_cures": ("Cured in the month", "default_cures_count > 0"),
    "churn_rate": ("Repossessed or written off in the month", "(repo_count > 0 or write_off_count > 0)"),
    "repo_count": ("Repossessed in the month", "repo_count > 0"),
    "write_off_count": ("Written off in the month", "write_off_count > 0"),
    "completions_count": ("Completed in the month", "completions_count > 0"),
    "opt_outs_count": ("Opted out in the month", "opt_outs_count > 0"),
    "uncompletions_count": ("Came back after paying off, in the month", "uncompletions_count > 0"),
    "reinstatements_count": ("Came back to a contract in the month", "reinstatements_count > 0"),
    "new_count": ("New in the month", "new_count > 0"),
    "voids_count": ("Cancelled in the month", "voids_count > 0"),
    "net_completion_rate": (
        "Completed, opted out or came back in the month",
        "(completions_count > 0 or opt_outs_count > 0 or uncompletions_count > 0)",
    ),
    "dp_only_defaulters_rate": ("Defaulters who paid a downpayment only", "is_dp_only_defaulter"),
    "par_30_rate": ("More than 30 days late", "is_contracted and days_expired > 30"),
    "par_30_balance_rate": ("More than 30 days late", "is_contracted and days_expired > 30"),
    "par_90_rate": ("More than 90 days late", "is_contracted and days_expired > 90"),
    "par_120_rate": ("More than 120 days late", "is_contracted and days_expired > 120"),
    "category": ("Portfolio category", "portfolio_category = ?"),
    "bucket": ("Days late", "is_contracted and par_bucket = ?"),
    "default_cohort": ("In default", "is_defaulted and cohort_month = ?"),
    "churn_cohort": ("Churned", "portfolio_group = 'churned' and cohort_month = ?"),
}
# these take a further value from the address
WITH_CODE = ("category", "bucket", "default_cohort", "churn_cohort")


def listed(lease: Lease, name: str, code: str, part: Slice, month: date, limit: int) -> Table:
    """The accounts behind a number at a month-end, the greatest balance first."""
    condition, values = where(part)
    own = BEHIND[name][1]
    codes: list[object] = [code] if name in WITH_CODE else []
    sql = f"""
        with months as (
            select * from fct_account_months where {condition} and month_end = ?
        )
        select months.account_id, coalesce(lookup.customer_id, '') as customer_id,
          coalesce(lookup.customer_name, '') as customer_name, months.opco_id, months.region,
          months.portfolio_category, months.days_expired, months.daily_rate, months.outstanding_balance,
          months.currency_code, months.cohort_month
        from months
        left join customer_lookup as lookup on months.account_id = lookup.account_id
        where {own.replace("portfolio_category", "months.portfolio_category")}
        order by months.outstanding_balance desc nulls last, months.account_id
        limit {limit}"""
    return lease.table(sql, [*values, month, *codes])


def search(lease: Lease, text: str, opco: str, limit: int = 200) -> Table:
    """Accounts whose id, customer id or customer name contains a text; columns 41-53 of the glossary."""
    pattern = text.strip().lower()
    return lease.table(
        f"""
        select lookup.* from customer_lookup as lookup
        where (? = '' or opco_id = ?)
          and (contains(lower(account_id), ?) or contains(lower(customer_id), ?)
            or contains(lower(coalesce(customer_name, '')), ?))
        order by lower(account_id) <> ? and lower(customer_id) <> ?, account_id limit {limit}""",
        [opco, opco, pattern, pattern, pattern, pattern, pattern],
    )


class Account(NamedTuple):
    """An account as it is now."""

    account_id: str
    customer_id: str | None
    opco_id: str
    account_type: str
    currency_code: str | None
    region: str | None
    installed_on: date | None
    portfolio_category: str | None
    days_expired: int | None
    par_bucket: str | None
    daily_rate: Decimal | None
    outstanding_balance: Decimal | None


class Period(NamedTuple):
    """A stretch of days with one category."""

    valid_from: date
    valid_to: date | None
    portfolio_category: str
    days_expired_at_start: int | None


class Payment(NamedTuple):
    """A payment of an account."""

    payment_id: str
    paid_on: date
    payment_type: str
    method: str | None
    amount: Decimal
    currency_code: str | None
    is_reversed: bool
    allocated: Decimal | None
    unapplied: Decimal | None


class Bill(NamedTuple):
    """A bill of an account."""

    bill_id: str
    due_on: date
    bill_amount: Decimal
    allocated: Decimal | None
    open_amount: Decimal | None
    settled_on: date | None
    default_60d: bool | None
    default_60d_allocated: bool | None


class Action(NamedTuple):
    """A contact with an account."""

    action_id: str
    action_at: date
    action_type: str
    agent_id: str | None
    new_status: str | None
    attributed_amount: Decimal | None


def account(lease: Lease, account_id: str) -> Account | None:
    """The account of an id, or none."""
    sql = f"select {', '.join(Account._fields)} from dim_accounts where account_id = ?"
    found = lease.rows(Account, sql, [account_id])
    return found[0] if found else None


def periods(lease: Lease, account_id: str) -> list[Period]:
    """The account's categories over time, the oldest first."""
    sql = f"""select {", ".join(Period._fields)} from fct_account_status_periods
        where account_id = ? order by valid_from"""
    return lease.rows(Period, sql, [account_id])


def payments(lease: Lease, account_id: str) -> list[Payment]:
    """The account's payments, the newest first."""
    sql = f"""select {", ".join(Payment._fields)} from fct_payments
        where account_id = ? order by paid_at desc, payment_id desc"""
    return lease.rows(Payment, sql, [account_id])


def bills(lease: Lease, account_id: str) -> list[Bill]:
    """The account's bills, the newest first."""
    sql = f"""select {", ".join(Bill._fields)} from fct_bills
        where account_id = ? and not is_void order by due_on desc, bill_id desc"""
    return lease.rows(Bill, sql, [account_id])


def actions(lease: Lease, account_id: str) -> list[Action]:
    """Contacts with the account, the newest first."""
    sql = f"""select {", ".join(Action._fields)} from fct_collection_actions
        where account_id = ? order by action_at desc, action_id desc"""
    return lease.rows(Action, sql, [account_id])


def contact(lease: Lease, customer_id: str) -> dict[str, object] | None:
    """What is on file about a customer, as the copy of the user's role shows it."""
    found = lease.table("select * from dim_customers where customer_id = ?", [customer_id]).records()
    return found[0] if found else None


def of_customer(lease: Lease, customer_id: str) -> list[Account]:
    """The accounts of a customer."""
    sql = f"select {', '.join(Account._fields)} from dim_accounts where customer_id = ? order by account_id"
    return lease.rows(Account, sql, [customer_id])
