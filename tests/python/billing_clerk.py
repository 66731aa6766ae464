"""What the marts of bills and receivables must hold, told from the oracle's ledger day by day."""

import calendar
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from billing_world import World
from oracle.inputs import read_inputs
from oracle.ledger import Book, Item, loan_ends
from oracle.loading import load_accounts, load_opcos
from oracle.model import Account, Bill
from oracle.recoveries import is_recovery

METHODS = ("balance_forward", "open_item")
# last day past due of each bucket but the last
AGES = (0, 30, 60, 90, 120, 180)
LEFT = ("waived", "written_off", "repossessed", "cancelled", "opted_out", "restructured")
# what a bill is that leaves before its window is over
RATED_BY_END: dict[str, bool | None] = {"completed": False, "opted_out": False, "written_off": True}
RATED_BY_END |= {"repossessed": True, "cancelled": None, "restructured": None}
Key = tuple[str, date]
Row = dict[str, Any]


def month_end_of(day: date) -> date:
    return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


def next_month_end(month_end: date) -> date:
    return month_end_of(month_end + timedelta(days=1))


@dataclass
class Shelf:
    """One account's ledger under each method, as it stands on as_of."""

    account: Account
    as_of: date
    books: dict[str, Book]

    @property
    def account_id(self) -> str:
        return self.account.account_id

    @property
    def method(self) -> str:
        return self.account.opco.policy(self.as_of).allocation_method

    @property
    def book(self) -> Book:
        return self.books[self.method]

    @property
    def items(self) -> list[Item]:
        """What has entered."""
        return [i for i in self.book.all_items if i.void_on is None and i.ledger_on <= self.as_of]

    def got(self, item_id: str, day: date, method: str) -> int:
        return sum(
            line.cents for line in self.books[method].lines if line.item_id == item_id and line.day <= day
        )


@dataclass
class Books:
    """Expected rows: of bills, of accounts and months, sums of opcos and months, late accounts."""

    bills: dict[str, Row] = field(default_factory=dict)
    receivables: dict[tuple[str, date], Row] = field(default_factory=dict)
    flows: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    counts: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    late_accounts: dict[str, Row] = field(default_factory=dict)


def keep_books(world: World, as_of: date) -> Books:
    books = Books()
    raw: Any = world.tables
    inputs = read_inputs(raw)
    for account in load_accounts(inputs, load_opcos(inputs, as_of), as_of):
        if account.account_type == "payg":
            continue
        written = {method: Book(account, method).write(as_of) for method in METHODS}
        shelf = Shelf(account, as_of, written)
        judge_bills(books, shelf)
        count_late(books, shelf)
        write_months(books, shelf)
    return books


def judge_bills(books: Books, shelf: Shelf) -> None:
    billed = []
    opco_id = shelf.account.opco.opco_id
    for bill in shelf.account.bills:
        row = books.bills[bill.bill_id] = judged(shelf, bill)
        if row["is_billed"]:
            billed.append((bill.ledger_on, bill.due_on, bill.bill_id, month_end_of(bill.period_end)))
    first = min(billed)[2] if billed else None
    for *_, bill_id, month_end in billed:
        row = books.bills[bill_id]
        row["is_first_bill"] = bill_id == first
        if row["is_rated"]:
            count_bill(books.counts[opco_id, month_end], row)


def judged(shelf: Shelf, bill: Bill) -> Row:
    loan = loan_ends(shelf.account).get(bill.contract_id or "")
    is_void = loan is not None and loan.ended_on is not None and bill.ledger_on > loan.ended_on
    is_in_ledger = bill.ledger_on <= shelf.as_of and not is_void
    row: Row = {
        "account_id": shelf.account_id,
        "ledger_on": bill.ledger_on,
        "due_on": bill.due_on,
        "window_from": bill.window_from,
        "window_to": bill.window_to,
        "bill_amount": bill.cents,
        "is_void": is_void,
        "is_in_ledger": is_in_ledger,
        "is_window_closed": bill.window_to <= shelf.as_of,
        "is_first_bill": False,
        "is_opening": bill.is_opening,
        "is_billed": is_in_ledger and bill.cents >= 0 and not bill.is_opening,
        "is_rated": False,
    }
    if is_in_ledger and bill.cents >= 0:
        row |= settled(shelf, bill)
    if row["is_billed"]:
        row |= rated(shelf, bill, row)
    return row


def settled(shelf: Shelf, bill: Bill) -> Row:
    """What has become of a bill by as_of."""
    lines = [line for line in shelf.book.lines if line.item_id == bill.bill_id]
    allocated = sum(line.cents for line in lines)
    item = shelf.book.by_id.get(bill.bill_id)
    left_on = None if item is None else item.left_on
    judged_on = max(bill.due_on, bill.ledger_on)
    credits = {unit.money_id for unit in shelf.book.all_money if unit.kind == "credit"}
    before = shelf.got(bill.bill_id, bill.window_from - timedelta(days=1), shelf.method)
    settled_on = None
    if allocated == bill.cents:
        settled_on = max((line.day for line in lines), default=bill.ledger_on)
    return {
        "paid_in_window": in_window(shelf, bill),
        "paid_before_window": bill.cents > 0 and before >= bill.cents - bill.tolerance,
        "allocated": allocated,
        "allocated_in_window": shelf.got(bill.bill_id, bill.window_to, shelf.method),
        "settled_on": settled_on,
        "left_on": left_on,
        "open_amount": 0 if left_on else bill.cents - allocated,
        "credited": sum(line.cents for line in lines if line.money_id in credits),
        "is_late": judged_on < shelf.as_of
        and (left_on is None or left_on > judged_on)
        and shelf.got(bill.bill_id, judged_on, shelf.method) < bill.cents - bill.tolerance,
    }


def rated(shelf: Shelf, bill: Bill, row: Row) -> Row:
    """The default flags of a bill: by money in its window, or by how its loan ended."""
    least = bill.cents - bill.tolerance
    by_end = {method: rated_by_end(shelf, bill, method) for method in METHODS}
    if by_end[shelf.method] == (True, None):
        return {}
    flags: Row = {"is_rated": True, "default_60d": bill.cents > 0 and row["paid_in_window"] < least}
    if by_end[shelf.method][0]:
        flags["default_60d"] = by_end[shelf.method][1]
    for method in METHODS:
        in_time = shelf.got(bill.bill_id, bill.window_to, method)
        is_by_end, answer = by_end[method]
        flags[f"default_60d_{method}"] = bool(answer) if is_by_end else bill.cents > 0 and in_time < least
    return {**flags, "default_60d_allocated": flags[f"default_60d_{shelf.method}"]}


def rated_by_end(shelf: Shelf, bill: Bill, method: str) -> tuple[bool, bool | None]:
    """Did the bill leave before its window was over, and what is it then?"""
    item = shelf.books[method].by_id.get(bill.bill_id)
    if item is None or item.left_on is None or item.left_on > bill.window_to:
        return False, None
    loan = loan_ends(shelf.account)[bill.contract_id or ""]
    return True, RATED_BY_END[loan.end_reason or ""]


def in_window(shelf: Shelf, bill: Bill) -> int:
    first, last = bill.window_from, bill.window_to
    last_known = min(last, shelf.as_of)
    paid = sum(unit.cents for unit in shelf.book.all_money if first <= unit.day <= last_known)
    refunds = (item for item in shelf.book.all_items if item.is_refund)
    return paid - sum(item.cents for item in refunds if first <= item.ledger_on <= last)


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


def count_late(books: Books, shelf: Shelf) -> None:
    mine = [row for row in books.bills.values() if row["account_id"] == shelf.account_id]
    # the days end in August of a leap year, so a year before is a day that exists
    year_ago = shelf.as_of.replace(year=shelf.as_of.year - 1)
    due = [row for row in mine if row["is_billed"] and year_ago < row["due_on"] < shelf.as_of]
    late = [row for row in due if row["is_late"]]
    if len(late) > 1:
        ends = [(row["settled_on"] or row["left_on"] or shelf.as_of) - row["due_on"] for row in late]
        books.late_accounts[shelf.account_id] = {
            "bills": len(due),
            "late_bills": len(late),
            "longest_delay_days": max(ends).days,
            "last_late_due_on": max(row["due_on"] for row in late),
            "open_amount": sum(row["open_amount"] for row in due),
        }


def write_months(books: Books, shelf: Shelf) -> None:
    money = [unit.day for unit in shelf.book.all_money if unit.day <= shelf.as_of]
    days = [item.ledger_on for item in shelf.items] + money
    if shelf.account.installed_on is not None:
        days.append(shelf.account.installed_on)
    month_end = month_end_of(min(days, default=date.max))
    while month_end <= month_end_of(shelf.as_of):
        row = written(shelf, month_end)
        books.receivables[shelf.account_id, month_end] = row
        flow = books.flows[shelf.account.opco.opco_id, month_end]
        for column, cents in row.items():
            if isinstance(cents, int):
                flow[column] += cents
        month_end = next_month_end(month_end)


def written(shelf: Shelf, month_end: date) -> Row:
    """An account's receivables at a month-end and what moved them in the month."""
    day, start, book = min(month_end, shelf.as_of), month_end.replace(day=1), shelf.book
    ages, arrears = [0] * (len(AGES) + 1), 0
    oldest = None
    for item in shelf.items:
        still_open = item.cents - shelf.got(item.item_id, day, shelf.method)
        if item.ledger_on > day or (item.left_on and item.left_on <= day) or still_open <= 0:
            continue
        age = (day - item.due_on).days
        ages[sum(age > last for last in AGES)] += still_open
        if age > 0 and not item.is_refund:
            arrears += still_open
            oldest = min(oldest or item.due_on, item.due_on)
    spent = sum(line.cents for line in book.lines if line.day <= day)
    paid_off = [leaving for leaving in book.leavings if leaving.kind == "paid_off" and leaving.day <= day]
    entered = [item for item in shelf.items if start <= item.ledger_on <= day]
    paid = sum(u.cents for u in book.all_money if start <= u.day <= day and u.kind in ("bill", "instalment"))
    recoveries = sum(
        payment.cents
        for payment in shelf.account.payments
        if start <= payment.day <= day and is_recovery(shelf.account, payment)
    )
    credit = sum(unit.cents for unit in book.all_money if unit.day <= day)
    credit -= spent + sum(leaving.cents for leaving in paid_off)
    left = {
        kind: -sum(e.cents for e in book.leavings if e.kind == kind and start <= e.day <= day)
        for kind in LEFT
    }
    return {
        "not_yet_due": ages[0],
        "days_1_30": ages[1],
        "days_31_60": ages[2],
        "days_61_90": ages[3],
        "days_91_120": ages[4],
        "days_121_180": ages[5],
        "over_180": ages[6],
        "gross_receivables": sum(ages),
        "arrears": arrears,
        "unapplied_credit": credit,
        "balance": sum(ages) - credit,
        "billed": sum(item.cents for item in entered if not item.is_refund and not item.is_opening),
        "brought_forward": sum(item.cents for item in entered if item.is_opening),
        "paid_off": sum(leaving.cents for leaving in paid_off if leaving.day >= start),
        "recoveries": recoveries,
        "cash": paid + recoveries - sum(item.cents for item in entered if item.is_refund),
        "oldest_due_on": oldest,
        **left,
    }


def ratio(top: Decimal | None, bottom: Decimal | None) -> float | None:
    return float(top / bottom) if top is not None and bottom else None
