"""The bill ledger of one account, day by day, by either allocation method.

On each day: bills enter, money of that day settles bills, then the bills of a loan
that ends that day leave. What is settled once is never changed by a later payment.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .model import Account

ONE_DAY = timedelta(days=1)


@dataclass
class Item:
    """Something owed: a bill, or a refund, which queues like a bill of its day."""

    item_id: str
    contract_id: str | None
    ledger_on: date
    due_on: date
    open: int
    window_from: date
    window_to: date
    is_refund: bool = False
    has_left: bool = False


@dataclass
class Money:
    """Money that can settle items: a payment, or a negative bill from its ledger day."""

    money_id: str
    day: date
    left: int
    bill_id: str | None


@dataclass(frozen=True)
class LedgerDay:
    """What is open at the end of a day."""

    oldest_due_on: date | None
    open_cents: int


def _items(account: Account) -> list[Item]:
    """Bills but those void because their loan had ended before, and refunds."""
    ends = _loan_ends(account)
    items = []
    for bill in account.bills:
        ended = ends.get(bill.contract_id or "")
        if bill.cents <= 0 or (ended is not None and bill.ledger_on > ended):
            continue
        items.append(
            Item(
                bill.bill_id,
                bill.contract_id,
                bill.ledger_on,
                bill.due_on,
                bill.cents,
                bill.window_from,
                bill.window_to,
            )
        )
    for payment in account.payments:
        if payment.payment_type == "refund":
            policy = account.opco.policy(payment.day)
            items.append(
                Item(
                    payment.payment_id,
                    None,
                    payment.day,
                    payment.day,
                    -payment.cents,
                    payment.day - timedelta(days=policy.window_before),
                    payment.day + timedelta(days=policy.window_after),
                    is_refund=True,
                )
            )
    return sorted(items, key=lambda item: (item.ledger_on, item.due_on, item.item_id))


def _money(account: Account) -> list[Money]:
    """All money by day; on one day, negative bills before payments in their order."""
    ends = _loan_ends(account)
    money = []
    for bill in sorted(account.bills, key=lambda b: (b.ledger_on, b.due_on, b.bill_id)):
        ended = ends.get(bill.contract_id or "")
        if bill.cents < 0 and (ended is None or bill.ledger_on <= ended):
            money.append(Money(bill.bill_id, bill.ledger_on, -bill.cents, None))
    for payment in account.payments:
        if payment.payment_type in ("instalment", "bill", "bonus"):
            money.append(Money(payment.payment_id, payment.day, payment.cents, payment.bill_id))
    return sorted(money, key=lambda unit: unit.day)


def _loan_ends(account: Account) -> dict[str, date]:
    return {
        contract.contract_id: contract.ended_on
        for contract in account.contracts
        if contract.contract_type == "loan" and contract.ended_on is not None
    }


def _settle(unit: Money, item: Item) -> None:
    amount = min(unit.left, item.open)
    unit.left -= amount
    item.open -= amount


def _balance_forward(unit: Money, items: list[Item]) -> None:
    for item in items:
        _settle(unit, item)


def _open_item(unit: Money, items: list[Item], all_ids: set[str]) -> bool:
    """Settle by name, or one target by date. False: the named bill is yet to come."""
    if unit.bill_id is not None:
        for item in items:
            if item.item_id == unit.bill_id and not item.is_refund:
                _settle(unit, item)
                return True
        return unit.bill_id not in all_ids
    candidates = [
        item
        for item in items
        if item.window_from <= unit.day <= item.window_to and not item.has_left
    ]
    if candidates:
        target = min(
            candidates,
            key=lambda item: (
                abs((item.due_on - unit.day).days),
                item.due_on,
                item.ledger_on,
                item.item_id,
            ),
        )
        _settle(unit, target)
    return True


def walk_ledger(account: Account, as_of: date) -> Iterator[tuple[date, LedgerDay]]:
    """Each day from the first that matters through as_of, with what is open at its end."""
    method = account.opco.policy(as_of).allocation_method
    all_items, all_money = _items(account), _money(account)
    leaves: dict[date, set[str]] = defaultdict(set)
    for contract_id, ended_on in _loan_ends(account).items():
        leaves[ended_on].add(contract_id)
    days = [item.ledger_on for item in all_items] + [unit.day for unit in all_money]
    if account.installed_on is not None:
        days.append(account.installed_on)
    day = min(days, default=as_of)
    all_ids = {item.item_id for item in all_items if not item.is_refund}
    items: list[Item] = []
    waiting: list[Money] = []
    while day <= as_of:
        items += [item for item in all_items if item.ledger_on == day]
        waiting += [unit for unit in all_money if unit.day == day]
        still_waiting = []
        for unit in waiting:
            if method == "balance_forward":
                _balance_forward(unit, items)
                if unit.left:
                    still_waiting.append(unit)
            elif not _open_item(unit, items, all_ids):
                still_waiting.append(unit)
        waiting = still_waiting
        for item in items:
            if item.contract_id is not None and item.contract_id in leaves[day]:
                item.has_left = item.has_left or item.open > 0
                item.open = 0
        open_bills = [item for item in items if item.open > 0 and not item.is_refund]
        yield (
            day,
            LedgerDay(
                min((item.due_on for item in open_bills), default=None),
                sum(item.open for item in open_bills),
            ),
        )
        day += ONE_DAY
