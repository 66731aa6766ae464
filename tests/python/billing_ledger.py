"""The ledger read day by day, as a clerk would keep it: what each allocation must come out as."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from billing_world import Line, World

Allocation = tuple[str, str, str, int]  # money, debit, day, cents
BEFORE, AFTER = timedelta(days=3), timedelta(days=60)


@dataclass
class Debit:
    """A bill above zero, or a refund."""

    debit_id: str
    ledger_on: date
    due_on: date
    open: int
    ended_on: date | None = None
    is_refund: bool = False


@dataclass
class Money:
    """A payment, or a negative bill."""

    money_id: str
    day: date
    order: tuple[int, str, str]
    left: int
    names: str = ""


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _cents(text: str) -> int:
    return round(float(text) * 100)


def _local_day(paid_at: str) -> date:
    return (datetime.fromisoformat(paid_at) + timedelta(hours=3)).date()


def _ledger_on(bill: Line) -> date:
    if bill["issued_on"]:
        return _day(bill["issued_on"])
    return min(_day(bill["period_end"]), _day(bill["due_on"]) - BEFORE)


def rows_of(world: World, as_of: date, account_id: str) -> tuple[list[Debit], list[Money]]:
    """What an account owes and has, of the rows that exist on as_of."""
    ends = {
        row["contract_id"]: _day(row["ended_on"])
        for row in world.tables.get("contracts", [])
        if row["ended_on"] and _day(row["ended_on"]) <= as_of
    }
    debits, money = [], []
    for bill in world.tables["bills"]:
        ledger_on, ended_on = _ledger_on(bill), ends.get(bill["contract_id"])
        if bill["account_id"] != account_id or (ended_on and ledger_on > ended_on):
            continue
        cents, bill_id = _cents(bill["bill_amount"]), bill["bill_id"]
        if cents > 0:
            debits.append(Debit(bill_id, ledger_on, _day(bill["due_on"]), cents, ended_on))
        if cents < 0:
            money.append(Money(bill_id, ledger_on, (0, bill["due_on"], bill_id), -cents))
    payments = [
        (row, _local_day(row["paid_at"]))
        for row in world.tables["payments"]
        if row["account_id"] == account_id and _local_day(row["paid_at"]) <= as_of
    ]
    reversed_ids = {row["reverses_payment_id"] for row, _ in payments}
    for row, on in payments:
        payment_id, cents = row["payment_id"], _cents(row["amount"])
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
    found: list[Allocation] = []
    known = {debit.debit_id for debit in debits}
    reserved: list[Money] = []
    day = min([d.ledger_on for d in debits] + [m.day for m in money], default=as_of)

    def settle(unit: Money, debit: Debit) -> None:
        cents = min(unit.left, debit.open)
        if cents:
            unit.left -= cents
            debit.open -= cents
            found.append((unit.money_id, debit.debit_id, day.isoformat(), cents))

    while day <= as_of:
        here = [debit for debit in debits if debit.ledger_on <= day]
        if method == "balance_forward":
            for unit in [m for m in money if m.day <= day]:
                for debit in here:
                    settle(unit, debit)
        else:
            _open_item_day(day, debits, money, reserved, known, settle)
        for debit in here:
            if debit.ended_on == day:
                debit.open = 0
        day += timedelta(days=1)
    return found


def _open_item_day(day, debits, money, reserved, known, settle) -> None:  # type: ignore[no-untyped-def]
    here = [debit for debit in debits if debit.ledger_on <= day]
    by_id = {debit.debit_id: debit for debit in here if not debit.is_refund}
    for unit in [*reserved, *[m for m in money if m.day == day]]:
        if unit.names in by_id:
            settle(unit, by_id[unit.names])
            if unit in reserved:
                reserved.remove(unit)
        elif unit.names in known and unit not in reserved:
            reserved.append(unit)
        elif not unit.names:
            targets = [
                debit
                for debit in by_id.values()
                if debit.due_on - BEFORE <= day <= debit.due_on + AFTER
                and (debit.ended_on is None or day <= debit.ended_on)
            ]
            if targets:
                settle(unit, min(targets, key=lambda d: _nearness(d, day)))
    held: dict[str, int] = defaultdict(int)
    for unit in reserved:
        capacity = next(d.open for d in debits if d.debit_id == unit.names)
        kept = min(unit.left, capacity - held[unit.names])
        held[unit.names] += kept
        unit.left -= kept
        for refund in [d for d in here if d.is_refund]:
            settle(unit, refund)
        unit.left += kept
    for unit in [m for m in money if m.day <= day and m not in reserved]:
        for refund in [d for d in here if d.is_refund]:
            settle(unit, refund)


def _nearness(debit: Debit, day: date) -> tuple[int, date, date, str]:
    return abs((debit.due_on - day).days), debit.due_on, debit.ledger_on, debit.debit_id
