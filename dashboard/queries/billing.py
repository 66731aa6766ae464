"""Bills, arrears and aging: the billing dashboard's questions."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dashboard.queries.portfolio import Cell
from dashboard.store import Lease

# how bills are segmented: dimension of fct_billing_values -> label
SEGMENTS = {
    "income_band": "Income band",
    "region": "Region",
    "tariff": "Tariff",
    "tenure_band": "Tenure band",
    "is_vulnerable": "Vulnerable",
    "prefers_direct_debit": "Direct debit",
}
METRICS = {
    "default_60d_rate": "Default rate (by window)",
    "default_60d_allocated_rate": "Default rate (by allocation)",
    "default_60d_all_bills_rate": "Default rate (all bills)",
    "billed_amount": "Billed amount",
    "paid_in_window_amount": "Paid amount",
    "bills_count": "Bills",
    "average_bill": "Average bill",
}
AGING = {
    "not_yet_due": "Not yet due",
    "days_1_30": "1-30 days",
    "days_31_60": "31-60 days",
    "days_61_90": "61-90 days",
    "days_91_120": "91-120 days",
    "days_121_180": "121-180 days",
    "over_180": "Over 180 days",
}


class Kpis(NamedTuple):
    """A month of the billing figures of a company or the group."""

    month_end: date
    currency_code: str | None
    is_month_closed: bool
    billed: Decimal | None
    cash: Decimal | None
    opening_receivables: Decimal | None
    closing_receivables: Decimal | None
    closing_not_yet_due: Decimal | None
    arrears: Decimal | None
    unapplied_credit: Decimal | None
    dso: float | None
    cei: float | None
    collection_ratio: float | None
    default_60d_rate: float | None
    default_60d_all_bills_rate: float | None
    default_60d_allocated_rate: float | None
    default_60d_balance_forward_rate: float | None
    default_60d_open_item_rate: float | None
    first_payment_default_rate: float | None


def kpis(lease: Lease, group: str, first: date, last: date) -> list[Kpis]:
    """Billing figures by month; `group` is a company or `all`."""
    sql = f"""select {", ".join(Kpis._fields)} from fct_billing_kpis
        where opco_id = ? and month_end between ? and ? order by month_end"""
    return lease.kept(("kpis", group, first, last), lambda: lease.rows(Kpis, sql, [group, first, last]))


def companies(lease: Lease) -> list[str]:
    """The companies that send bills."""
    sql = "select distinct opco_id from fct_billing_kpis where opco_id <> 'all' order by 1"
    return lease.kept("billing opcos", lambda: lease.rows(lambda o: o, sql))


def values(
    lease: Lease, ids: Sequence[str], dimension: str, opco: str, first: date, last: date
) -> list[Cell]:
    """Billing metrics by month and value of a dimension, as published."""
    marks = ", ".join("?" * len(ids))
    prefix = f"{opco} / " if dimension == "region" and opco else ""
    sql = f"""
        select metric_id, month_end, dimension_value, currency_code, numerator, denominator, value
        from fct_billing_values
        where metric_id in ({marks}) and dimension = ? and starts_with(dimension_value, ?)
          and month_end between ? and ?
        order by metric_id, month_end, dimension_value"""
    parameters = [*ids, dimension, prefix, first, last]
    return lease.kept(("billing", *parameters), lambda: lease.rows(Cell, sql, parameters))


class Segment(NamedTuple):
    """A metric over several months for one value of a dimension."""

    dimension_value: str
    currency_code: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None


def segments(
    lease: Lease, metric_id: str, dimension: str, opco: str, first: date, last: date
) -> list[Segment]:
    """A metric over the whole range by value of a dimension: sums before the division."""
    totals: dict[str, list[Cell]] = {}
    for cell in values(lease, [metric_id], dimension, opco, first, last):
        totals.setdefault(cell.dimension_value, []).append(cell)
    found = []
    for name, cells in totals.items():
        above = sum((c.numerator for c in cells if c.numerator is not None), Decimal(0))
        currencies = {c.currency_code for c in cells}
        is_rate = any(c.denominator is not None for c in cells)
        below = sum((c.denominator for c in cells if c.denominator is not None), Decimal(0))
        value = (float(above / below) if below else None) if is_rate else float(above)
        found.append(
            Segment(
                name,
                currencies.pop() if len(currencies) == 1 else None,
                above,
                below if is_rate else None,
                value,
            )
        )
    return sorted(found, key=lambda s: -(s.value or 0))


class Actions(NamedTuple):
    """How often an action was taken, and what it cost."""

    action_type: str
    actions: int
    accounts: int


def actions(lease: Lease, opco: str, first: date, last: date) -> list[Actions]:
    """Collections actions by type over the range, the most frequent first."""
    sql = """
        select action_type, sum(actions_count)::bigint, sum(accounts_count)::bigint from fct_action_months
        where opco_id = coalesce(nullif(?, ''), opco_id) and month_end between ? and ?
        group by 1 order by 2 desc, 1"""
    return lease.kept(("actions", opco, first, last), lambda: lease.rows(Actions, sql, [opco, first, last]))


class Aging(NamedTuple):
    """Receivables by age of a company at a month-end."""

    month_end: date
    opco_id: str
    currency_code: str
    not_yet_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    days_91_120: Decimal
    days_121_180: Decimal
    over_180: Decimal
    unapplied_credit: Decimal
    accounts_in_arrears: int


def aging(lease: Lease, opco: str, first: date, last: date) -> list[Aging]:
    """Aging by company and month, each company in its own currency."""
    sums = ", ".join(f"sum({name})" for name in (*AGING, "unapplied_credit"))
    sql = f"""
        select month_end, opco_id, currency_code, {sums}, count(*) filter (arrears > 0)
        from fct_receivables_months
        where opco_id = coalesce(nullif(?, ''), opco_id) and month_end between ? and ?
        group by 1, 2, 3 order by 1, 2"""
    return lease.kept(("aging", opco, first, last), lambda: lease.rows(Aging, sql, [opco, first, last]))


class Late(NamedTuple):
    """An account that pays late again and again."""

    account_id: str
    customer_id: str | None
    opco_id: str
    region: str | None
    bills: int
    late_bills: int
    late_share: float
    longest_delay_days: int | None
    open_amount: Decimal | None
    currency_code: str | None


def late_accounts(lease: Lease, opco: str) -> list[Late]:
    """Accounts with a habit of paying late, the worst first."""
    sql = f"""select {", ".join(Late._fields)} from repeated_late_accounts
        where opco_id = coalesce(nullif(?, ''), opco_id)
        order by late_share desc, late_bills desc, account_id limit 1000"""
    return lease.kept(("late", opco), lambda: lease.rows(Late, sql, [opco]))
