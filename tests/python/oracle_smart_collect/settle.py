"""What the oracle's ledger of a loan account says of its instalments, and money that waits for later ones."""

from dataclasses import dataclass, field
from datetime import date, datetime

from oracle.ledger import Book


@dataclass
class Item:
    """An instalment, and what became of it; cents."""

    item_id: str
    ledger_on: date
    due_on: date
    is_void: bool
    open_cents: int
    settled_on: date | None = None
    last_money_at: datetime | None = None
    waiting: list["Unit"] = field(default_factory=list)


@dataclass
class Unit:
    """Money left over."""

    left: int
    names: str | None


def read_book(book: Book, until: date) -> dict[str, Item]:
    """Every instalment as it stands in the evening of a day."""
    moments = {payment.payment_id: payment.paid_at for payment in book.account.payments}
    items = {}
    for entry in book.all_items:
        if entry.is_refund:
            continue
        lines = [line for line in book.lines if line.item_id == entry.item_id]
        item = Item(
            entry.item_id, entry.ledger_on, entry.due_on, entry.void_on is not None, entry.cents // 10
        )
        item.open_cents -= sum(line.cents for line in lines) // 10
        if item.open_cents == 0:
            item.settled_on = max(line.day for line in lines)
        item.last_money_at = max(
            (moments[li.money_id] for li in lines if li.money_id in moments), default=None
        )
        items[entry.item_id] = item
    units = [Unit(unit.left // 10, unit.bill_id) for unit in book.here]
    wait(list(items.values()), units, book.method, until)
    return items


def wait(items: list[Item], units: list[Unit], method: str, as_of: date) -> None:
    """Money left over is there already for bills that nobody owes yet: the one it names, then the next."""
    later = [i for i in items if i.ledger_on > as_of and not i.is_void]
    later.sort(key=lambda i: (i.ledger_on, i.due_on, i.item_id))
    free: list[Unit] = []
    for unit in units:
        named = [i for i in later if i.item_id == unit.names]
        (free if method == "balance_forward" or not named else named[0].waiting).append(unit)
    for item in later:
        for unit in [*item.waiting, *free]:
            piece = min(unit.left, item.open_cents)
            unit.left -= piece
            item.open_cents -= piece
        free += item.waiting
