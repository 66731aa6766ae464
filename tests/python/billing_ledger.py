"""The ledger read day by day, as a clerk would keep it: what each allocation must come out as."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from billing_world import Line, World

Allocation = tuple[str, str, str, int]  # money, debit, day, cents
BEFORE, AFTER = timedelta(days=3), timedelta(days=60)


@dataclass
class Debit:
    """A bill above zero, or a refund. A void bill never enters, but money may wait for it."""

    debit_id: str
    ledger_on: date
    due_on: date
    open: int
    ended_on: date | None = None
    is_refund: bool = False
    is_void: bool = False


@dataclass
class Money:
    """A payment, or a negative bill."""

    money_id: str
    day: date
    order: tuple[int, str, str]
    left: int
    names: str = ""


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def cents_of(text: str) -> int:
    return round(float(text) * 100)


def _local_day(paid_at: str) -> date:
    return (datetime.fromisoformat(paid_at) + timedelta(hours=3)).date()


def ledger_on_of(bill: Line) -> date:
    if bill["issued_on"]:
        return day_of(bill["issued_on"])
    return min(day_of(bill["period_end"]), day_of(bill["due_on"]) - BEFORE)


def rows_of(world: World, as_of: date, account_id: str) -> tuple[list[Debit], list[Money]]:
    """What an account owes and has, of the rows that exist on as_of."""
    ends = {
        row["contract_id"]: day_of(row["ended_on"])
        for row in world.tables.get("contracts", [])
        if row["ended_on"] and day_of(row["ended_on"]) <= as_of
    }
    debits, money = [], []
    for bill in world.tables["bills"]:
        ledger_on, ended_on = ledger_on_of(bill), ends.get(bill["contract_id"])
        if bill["account_id"] != account_id:
            continue
        void = ended_on is not None and ledger_on > ended_on
        cents, bill_id = cents_of(bill["bill_amount"]), bill["bill_id"]
        if cents > 0:
            due_on = day_of(bill["due_on"])
            debits.append(Debit(bill_id, ledger_on, due_on, cents, ended_on, is_void=void))
        if cents < 0 and not void:
            money.append(Money(bill_id, ledger_on, (0, bill["due_on"], bill_id), -cents))
    payments = [
        (row, _local_day(row["paid_at"]))
        for row in world.tables["payments"]
        if row["account_id"] == account_id and _local_day(row["paid_at"]) <= as_of
    ]
    reversed_ids = {row["reverses_payment_id"] for row, _ in payments}
    for row, on in payments:
        payment_id, cents = row["payment_id"], cents_of(row["amount"])
        if row["payment_type"] == "refund":
            debits.append(Debit(payment_id, on, on, -cents, is_refund=True))
        elif row["payment_type"] != "reversal" and payment_id not in reversed_ids:
            order = (1, row["paid_at"], payment_id)
            money.append(Money(payment_id, on, order, cents, row["bill_id"]))
    debits.sort(key=lambda debit: (debit.ledger_on, debit.due_on, debit.debit_id))
    money.sort(key=lambda unit: (unit.day, *unit.order))
    return debits, money


def allocate(debits: list[Debit], money: list[Money], method: str, as_of: date) -> list[Allocation]:
    """Walk from day to day: bills enter, money settles, bills of ended loans leave."""
    book = Book()
    book.day = min([d.ledger_on for d in debits] + [m.day for m in money], default=as_of)
    while book.day <= as_of:
        here = [debit for debit in debits if debit.ledger_on <= book.day and not debit.is_void]
        if method == "balance_forward":
            for unit in [m for m in money if m.day <= book.day]:
                book.settle(unit, here)
        else:
            book.open_item_day(debits, here, money)
        for debit in debits:
            if debit.ended_on == book.day:
                debit.open = 0
        book.day += timedelta(days=1)
    return [(*line, cents) for line, cents in book.lines.items()]


class Book:
    """The allocations so far and the day that is being written."""

    day: date

    def __init__(self) -> None:
        self.lines: dict[tuple[str, str, str], int] = defaultdict(int)
        # What a payment keeps back for the bill that it names and that has yet to come.
        self.kept: dict[str, int] = {}

    def settle(self, unit: Money, debits: list[Debit], keep: int = 0) -> None:
        for debit in debits:
            cents = min(unit.left - keep, debit.open)
            if cents > 0:
                unit.left -= cents
                debit.open -= cents
                self.lines[unit.money_id, debit.debit_id, self.day.isoformat()] += cents

    def open_item_day(self, debits: list[Debit], here: list[Debit], money: list[Money]) -> None:
        """Named money first comes to its bill, other money to the nearest; what is free, to refunds."""
        bills = {debit.debit_id: debit for debit in here if not debit.is_refund}
        coming = {d.debit_id: d for d in debits if d.debit_id not in bills and not d.is_refund}
        held: dict[str, int] = defaultdict(int)
        free: list[tuple[date, int, Money, int]] = []
        for order, unit in enumerate(m for m in money if m.day <= self.day):
            keep, free_on = 0, unit.day
            if unit.names in bills and (unit.day == self.day or unit.money_id in self.kept):
                self.kept.pop(unit.money_id, None)
                self.settle(unit, [bills[unit.names]])
            elif unit.names in coming and (unit.day == self.day or unit.money_id in self.kept):
                bill = coming[unit.names]
                wants = 0 if bill.is_void and self.day >= (bill.ended_on or date.max) else bill.open
                keep = max(0, min(unit.left, wants - held[unit.names]))
                held[unit.names] += keep
                if unit.day == self.day:
                    self.kept[unit.money_id] = keep
                if self.kept[unit.money_id] > keep:
                    free.append((unit.day, order, unit, self.kept[unit.money_id]))
                    free_on = bill.ended_on or unit.day
            elif not unit.names and unit.day == self.day:
                self.settle(unit, self.nearest(list(bills.values())))
            free.append((free_on, order, unit, keep))
        refunds = [debit for debit in here if debit.is_refund]
        for _, _, unit, keep in sorted(free, key=lambda piece: piece[:2]):
            self.settle(unit, refunds, keep)

    def nearest(self, bills: list[Debit]) -> list[Debit]:
        targets = [
            bill
            for bill in bills
            if bill.due_on - BEFORE <= self.day <= bill.due_on + AFTER
            and (bill.ended_on is None or self.day <= bill.ended_on)
        ]
        return sorted(targets, key=lambda bill: _nearness(bill, self.day))[:1]


def _nearness(debit: Debit, day: date) -> tuple[int, date, date, str]:
    return abs((debit.due_on - day).days), debit.due_on, debit.ledger_on, debit.debit_id
