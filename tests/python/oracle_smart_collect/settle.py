"""The ledger of one loan account, day by day: what money settles which instalment, and when."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)


@dataclass
class Item:
    """A bill above zero, or a refund, which queues like a bill of its day."""

    item_id: str
    is_refund: bool
    ledger_on: date
    due_on: date
    window_from: date
    window_to: date
    ended_on: date | None
    open_cents: int
    settled_on: date | None = None
    last_money_at: datetime | None = None
    has_left: bool = False
    waiting: list["Unit"] = field(default_factory=list)

    def take(self, unit: "Unit", day: date) -> None:
        """Settle what the money is good for."""
        piece = min(unit.left, self.open_cents)
        if piece <= 0 or self.has_left:
            return
        unit.left -= piece
        self.open_cents -= piece
        if unit.at is not None:
            self.last_money_at = max(self.last_money_at or unit.at, unit.at)
        self.settled_on = day if self.open_cents == 0 else None


@dataclass
class Unit:
    """Money on its way: a payment, or a negative bill (without a time of day)."""

    day: date
    left: int
    at: datetime | None
    names: str | None


def play(items: list[Item], units: list[Unit], method: str, as_of: date) -> list[Unit]:
    """Each day: bills enter, money settles, then what is open leaves. Returns the money left over."""
    items = [i for i in items if i.ended_on is None or i.ledger_on <= i.ended_on]
    items.sort(key=lambda i: (i.ledger_on, i.due_on, i.item_id))
    bills = {i.item_id for i in items if not i.is_refund}
    waiting: list[Unit] = []
    spent: list[Unit] = []
    day = min([i.ledger_on for i in items] + [u.day for u in units], default=as_of)
    while day <= as_of:
        owed = [i for i in items if i.ledger_on <= day]
        waiting += [u for u in units if u.day == day]
        for unit in list(waiting):
            if method == "balance_forward":
                for item in owed:
                    item.take(unit, day)
            elif unit.names in bills:
                named = [i for i in owed if i.item_id == unit.names and not i.is_refund]
                if not named:
                    continue  # it waits for its bill
                named[0].take(unit, day)
                waiting.remove(unit)
                spent.append(unit)
            else:
                if unit.names is None:
                    _take_nearest(owed, unit, day)
                waiting.remove(unit)
                spent.append(unit)
        for item in owed:
            if item.ended_on == day and item.open_cents > 0:
                item.has_left = True
        day += DAY
    return waiting + spent


def wait(items: list[Item], units: list[Unit], method: str, as_of: date) -> None:
    """Money left over is there already for bills that nobody owes yet: the one it names, then the next."""
    later = [i for i in items if i.ledger_on > as_of and (i.ended_on is None or i.ledger_on <= i.ended_on)]
    later.sort(key=lambda i: (i.ledger_on, i.due_on, i.item_id))
    free = []
    for unit in units:
        named = [i for i in later if i.item_id == unit.names]
        (free if method == "balance_forward" or not named else named[0].waiting).append(unit)
    for item in later:
        for unit in [*item.waiting, *free]:
            piece = min(unit.left, item.open_cents)
            unit.left -= piece
            item.open_cents -= piece
        free += item.waiting


def _take_nearest(owed: list[Item], unit: Unit, day: date) -> None:
    targets = [i for i in owed if i.window_from <= unit.day <= i.window_to and not i.has_left]
    if targets:
        nearest = min(
            targets, key=lambda i: (abs((i.due_on - unit.day).days), i.due_on, i.ledger_on, i.item_id)
        )
        nearest.take(unit, day)
