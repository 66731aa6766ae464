"""The bill ledger of one account, day by day, by either allocation method.

On each day: bills enter, money of that day settles bills, then the bills of a loan
that ends that day leave. What is settled once is never changed by a later payment.
A refund pays credit back: by open_item it takes what no bill has claimed.
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
    # The loan of the bill ends on this day, before the bill would enter.
    void_on: date | None = None


@dataclass
class Money:
    """Money that can settle items: a payment, or a negative bill from its ledger day."""

    money_id: str
    day: date
    left: int
    bill_id: str | None


@dataclass(frozen=True)
class LedgerDay:
    """What is open at the end of a day: the oldest bill, and the money of bills and refunds."""

    oldest_due_on: date | None
    open_cents: int


def _items(account: Account) -> list[Item]:
    """Bills and refunds; a bill whose loan ends before it enters is marked as void."""
    ends = _loan_ends(account)
    items = []
    for bill in account.bills:
        ended = ends.get(bill.contract_id or "")
        if bill.cents <= 0:
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
                void_on=ended if ended is not None and bill.ledger_on > ended else None,
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


class OpenItem:
    """The open_item method: money goes to one bill, what is left over pays for refunds."""

    def __init__(self, items: list[Item]) -> None:
        self.bills = {item.item_id: item for item in items if not item.is_refund}
        self.refunds = [item for item in items if item.is_refund]
        # Money kept back, by the bill that it names and that has yet to come.
        self.kept: dict[str, int] = defaultdict(int)
        self.credit = 0

    def settle_day(self, day: date, money: list[Money]) -> None:
        for bill_id in list(self.kept):
            bill = self.bills[bill_id]
            if bill.void_on == day:
                self.credit += self.kept.pop(bill_id)
            elif bill.ledger_on == day:
                bill.open -= self.kept.pop(bill_id)
        for unit in money:
            if unit.bill_id is None:
                self._settle_nearest(day, unit)
            elif unit.bill_id in self.bills:
                self._settle_named(day, unit, self.bills[unit.bill_id])
            self.credit += unit.left
        for refund in self.refunds:
            if refund.ledger_on <= day:
                paid_back = min(self.credit, refund.open)
                refund.open -= paid_back
                self.credit -= paid_back

    def _settle_named(self, day: date, unit: Money, bill: Item) -> None:
        if bill.void_on is not None and bill.void_on <= day:
            return
        if bill.ledger_on <= day:
            _settle(unit, bill)
        else:
            keep = min(unit.left, bill.open - self.kept[bill.item_id])
            self.kept[bill.item_id] += keep
            unit.left -= keep

    def _settle_nearest(self, day: date, unit: Money) -> None:
        candidates = [
            bill
            for bill in self.bills.values()
            if bill.ledger_on <= day
            and bill.window_from <= day <= bill.window_to
            and bill.void_on is None
            and not bill.has_left
        ]
        if candidates:
            target = min(
                candidates,
                key=lambda bill: (
                    abs((bill.due_on - day).days),
                    bill.due_on,
                    bill.ledger_on,
                    bill.item_id,
                ),
            )
            _settle(unit, target)


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
    open_item = OpenItem(all_items)
    items: list[Item] = []
    waiting: list[Money] = []
    while day <= as_of:
        items += [item for item in all_items if item.ledger_on == day and item.void_on is None]
        arrived = [unit for unit in all_money if unit.day == day]
        if method == "open_item":
            open_item.settle_day(day, arrived)
        else:
            waiting += arrived
            for unit in waiting:
                _balance_forward(unit, items)
            waiting = [unit for unit in waiting if unit.left]
        for item in items:
            if item.contract_id is not None and item.contract_id in leaves[day]:
                item.has_left = True
                item.open = 0
        open_bills = [item for item in items if item.open > 0 and not item.is_refund]
        yield (
            day,
            LedgerDay(
                min((item.due_on for item in open_bills), default=None),
                sum(item.open for item in items),
            ),
        )
        day += ONE_DAY
