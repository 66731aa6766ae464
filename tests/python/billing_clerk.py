"""What the marts of bills and receivables must hold, told from the clerk's ledger day by day."""

import calendar
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from billing_ledger import (
    AFTER,
    BEFORE,
    Allocation,
    Debit,
    Money,
    allocate,
    cents_of,
    day_of,
    ledger_on_of,
    rows_of,
)
from billing_world import Line, World

METHODS = ("balance_forward", "open_item")
TOLERANCE = 100
# last day past due of each bucket but the last
AGES = (0, 30, 60, 90, 120, 180)
Key = tuple[str, date]
Row = dict[str, Any]


def month_end_of(day: date) -> date:
    return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


def next_month_end(month_end: date) -> date:
    return month_end_of(month_end + timedelta(days=1))


@dataclass
class Account:
    """One account's ledger under each method, as it stands on as_of."""

    row: Line
    as_of: date
    debits: list[Debit]
    money: list[Money]
    lines: dict[str, list[Allocation]]
    ends: dict[str, date]

    @property
    def method(self) -> str:
        """Opcos of the made-up company are named after their policy."""
        return self.row["opco_id"]

    def got(self, debit_id: str, day: date, method: str) -> int:
        lines = self.lines[method]
        return sum(cents for _, to, on, cents in lines if to == debit_id and on <= day.isoformat())


@dataclass
class Books:
    """Rows of the marts by key; money in cents."""

    bills: dict[str, Row] = field(default_factory=dict)
    receivables: dict[tuple[str, date], Row] = field(default_factory=dict)
    late_accounts: dict[str, Row] = field(default_factory=dict)
    # by opco and month: sums of the ledger and numbers of bills
    flows: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    counts: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def keep_books(world: World, as_of: date) -> Books:
    books = Books()
    ends = {
        row["contract_id"]: day_of(row["ended_on"])
        for row in world.tables.get("contracts", [])
        if row["ended_on"] and day_of(row["ended_on"]) <= as_of
    }
    types = {row["payment_id"]: row["payment_type"] for row in world.tables["payments"]}
    for row in world.tables["accounts"]:
        lines = {}
        for method in METHODS:
            debits, money = rows_of(world, as_of, row["account_id"])
            lines[method] = allocate(debits, money, method, as_of)
        # the walk uses its rows up
        debits, money = rows_of(world, as_of, row["account_id"])
        debits = [debit for debit in debits if not debit.is_void and debit.ledger_on <= as_of]
        money = [unit for unit in money if unit.day <= as_of]
        account = Account(row, as_of, debits, money, lines, ends)
        bills = [bill for bill in world.tables["bills"] if bill["account_id"] == row["account_id"]]
        judge_bills(books, account, bills)
        count_late(books, account)
        write_months(books, account, types)
    return books


def judge_bills(books: Books, account: Account, bills: list[Line]) -> None:
    rated = []
    for bill in bills:
        row = books.bills[bill["bill_id"]] = judged(account, bill)
        if row["is_rated"]:
            rated.append(
                (row["ledger_on"], row["due_on"], bill["bill_id"], month_end_of(day_of(bill["period_end"])))
            )
    first = min(rated)[2] if rated else None
    for *_, bill_id, month_end in rated:
        row = books.bills[bill_id]
        row["is_first_bill"] = bill_id == first
        count_bill(books.counts[account.method, month_end], row)


def judged(account: Account, bill: Line) -> Row:
    bill_id, cents, due_on = bill["bill_id"], cents_of(bill["bill_amount"]), day_of(bill["due_on"])
    ledger_on, ended_on = ledger_on_of(bill), account.ends.get(bill["contract_id"])
    is_void = ended_on is not None and ledger_on > ended_on
    row: Row = {
        "account_id": account.row["account_id"],
        "ledger_on": ledger_on,
        "due_on": due_on,
        "bill_amount": cents,
        "is_void": is_void,
        "is_in_ledger": ledger_on <= account.as_of and not is_void,
        "is_window_closed": due_on + AFTER <= account.as_of,
        "is_first_bill": False,
    }
    row["is_rated"] = row["is_in_ledger"] and cents >= 0
    if not row["is_rated"]:
        return row
    lines = [line for line in account.lines[account.method] if line[1] == bill_id]
    allocated = sum(line[3] for line in lines)
    judged_on = max(due_on, ledger_on)
    left_on = ended_on if allocated < cents else None
    settled_on = None
    if allocated == cents:
        settled_on = date.fromisoformat(max(line[2] for line in lines)) if lines else ledger_on
    row["paid_in_window"] = in_window(account, due_on)
    row["default_60d"] = cents > 0 and row["paid_in_window"] < cents - TOLERANCE
    for method in METHODS:
        in_time = account.got(bill_id, due_on + AFTER, method)
        row[f"default_60d_{method}"] = cents > 0 and in_time < cents - TOLERANCE
    row |= {
        "default_60d_allocated": row[f"default_60d_{account.method}"],
        "allocated": allocated,
        "allocated_in_window": account.got(bill_id, due_on + AFTER, account.method),
        "settled_on": settled_on,
        "left_on": left_on,
        "open_amount": 0 if left_on else cents - allocated,
        "credited": sum(line[3] for line in lines if line[0].startswith("b")),
        "is_late": judged_on < account.as_of
        and (left_on is None or left_on > judged_on)
        and account.got(bill_id, judged_on, account.method) < cents - TOLERANCE,
    }
    return row


def in_window(account: Account, due_on: date) -> int:
    days = (due_on - BEFORE, due_on + AFTER)
    paid = sum(unit.left for unit in account.money if days[0] <= unit.day <= days[1])
    refunds = (debit for debit in account.debits if debit.is_refund)
    return paid - sum(debit.open for debit in refunds if days[0] <= debit.ledger_on <= days[1])


def count_bill(counts: Counter[str], row: Row) -> None:
    """Numbers of bills by flag, and the same weighed by amount for the lab."""
    flags = ("default_60d", "default_60d_allocated", *(f"default_60d_{method}" for method in METHODS))
    for population in ("closed", "all"):
        if population == "all" or row["is_window_closed"]:
            counts[f"{population}"] += 1
            counts[f"amount {population}"] += row["bill_amount"]
            for flag in flags:
                if row[flag]:
                    counts[f"{flag} {population}"] += 1
                    counts[f"amount {flag} {population}"] += row["bill_amount"]
    if row["is_first_bill"] and row["is_window_closed"]:
        counts["first"] += 1
        counts["default first"] += row["default_60d_allocated"]


def count_late(books: Books, account: Account) -> None:
    mine = [row for row in books.bills.values() if row["account_id"] == account.row["account_id"]]
    # the days end in August of a leap year, so a year before is a day that exists
    year_ago = account.as_of.replace(year=account.as_of.year - 1)
    due = [row for row in mine if row["is_rated"] and year_ago < row["due_on"] < account.as_of]
    late = [row for row in due if row["is_late"]]
    if len(late) > 1:
        ends = [(row["settled_on"] or row["left_on"] or account.as_of) - row["due_on"] for row in late]
        books.late_accounts[account.row["account_id"]] = {
            "bills": len(due),
            "late_bills": len(late),
            "longest_delay_days": max(ends).days,
            "last_late_due_on": max(row["due_on"] for row in late),
            "open_amount": sum(row["open_amount"] for row in due),
        }


def write_months(books: Books, account: Account, types: dict[str, str]) -> None:
    first_days = [debit.ledger_on for debit in account.debits] + [unit.day for unit in account.money]
    month_end = month_end_of(min([*first_days, day_of(account.row["installed_on"])]))
    while month_end <= month_end_of(account.as_of):
        row = written(account, month_end, types)
        books.receivables[account.row["account_id"], month_end] = row
        flow = books.flows[account.method, month_end]
        for column, cents in row.items():
            if isinstance(cents, int):
                flow[column] += cents
        month_end = next_month_end(month_end)


def written(account: Account, month_end: date, types: dict[str, str]) -> Row:
    day, start = min(month_end, account.as_of), month_end.replace(day=1)
    ages = [0] * (len(AGES) + 1)
    oldest = None
    for debit in account.debits:
        left = debit.ended_on is not None and debit.ended_on <= day
        still_open = debit.open - account.got(debit.debit_id, day, account.method)
        if debit.ledger_on > day or left or still_open <= 0:
            continue
        age = (day - debit.due_on).days
        ages[sum(age > last for last in AGES)] += still_open
        if age > 0 and not debit.is_refund:
            oldest = min(oldest or debit.due_on, debit.due_on)
    spent = sum(line[3] for line in account.lines[account.method] if line[2] <= day.isoformat())
    entered = [debit for debit in account.debits if start <= debit.ledger_on <= day]
    came = [unit for unit in account.money if start <= unit.day <= day]
    paid = sum(unit.left for unit in came if types.get(unit.money_id) in ("bill", "instalment"))
    refunded = sum(debit.open for debit in entered if debit.is_refund)
    credit = sum(unit.left for unit in account.money if unit.day <= day) - spent
    return {
        "not_yet_due": ages[0],
        "days_1_30": ages[1],
        "days_31_60": ages[2],
        "days_61_90": ages[3],
        "days_91_120": ages[4],
        "days_121_180": ages[5],
        "over_180": ages[6],
        "gross_receivables": sum(ages),
        "arrears": sum(ages[1:]),
        "unapplied_credit": credit,
        "balance": sum(ages) - credit,
        "billed": sum(debit.open for debit in entered if not debit.is_refund),
        "cash": paid - refunded,
        "oldest_due_on": oldest,
    }


def ratio(top: Decimal | None, bottom: Decimal | None) -> float | None:
    return float(top / bottom) if top is not None and bottom else None
