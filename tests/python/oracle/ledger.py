"""The bill ledger of one account, day by day, by either allocation method.

On each day: bills and refunds enter, money that waits settles them, then the money of the day
in its order, then loans that end take their open bills out. What is settled is never changed later.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from .model import Account, Contract
from .recoveries import is_recovery

ONE_DAY = timedelta(days=1)
# How a bill leaves without money, by the end of its loan.
LEAVING = {"completed": "waived"}


@dataclass
class Item:
    """Something owed: a bill, or a refund, which queues like a bill of its day."""

    item_id: str
    contract_id: str | None
    ledger_on: date
    due_on: date
    cents: int
    open: int
    is_refund: bool = False
    is_opening: bool = False
    left_on: date | None = None
    # The loan of the bill ends on this day, before the bill would enter.
    void_on: date | None = None


@dataclass
class Money:
    """Money that can settle items: a payment, or a negative bill from its ledger day."""

    money_id: str
    day: date
    cents: int
    left: int
    bill_id: str | None
    contract_id: str | None
    kind: str
    # How much of what is left is kept for the bill that it names and that has yet to come.
    kept: int = 0


@dataclass(frozen=True)
class Line:
    """Money settles an item on a day."""

    money_id: str
    item_id: str
    day: date
    cents: int


@dataclass(frozen=True)
class Leaving:
    """What leaves without money: an open bill, or credit that pays off the rest of a loan."""

    kind: str
    item_id: str
    day: date
    cents: int


@dataclass(frozen=True)
class LedgerDay:
    """What is open at the end of a day: the oldest bill, and the money of bills and refunds."""

    oldest_due_on: date | None
    open_cents: int


def loan_ends(account: Account) -> dict[str, Contract]:
    return {
        contract.contract_id: contract
        for contract in account.contracts
        if contract.contract_type == "loan" and contract.ended_on is not None
    }


def items_of(account: Account) -> list[Item]:
    """Bills and refunds; a bill whose loan ends before it enters is marked as void."""
    ends = loan_ends(account)
    items = []
    for bill in account.bills:
        loan = ends.get(bill.contract_id or "")
        ended = None if loan is None else loan.ended_on
        if bill.cents > 0:
            void_on = ended if ended is not None and bill.ledger_on > ended else None
            items.append(
                Item(
                    bill.bill_id,
                    bill.contract_id,
                    bill.ledger_on,
                    bill.due_on,
                    bill.cents,
                    bill.cents,
                    is_opening=bill.is_opening,
                    void_on=void_on,
                )
            )
    for payment in account.payments:
        if payment.payment_type == "refund":
            owed = -payment.cents
            items.append(Item(payment.payment_id, None, payment.day, payment.day, owed, owed, is_refund=True))
    return sorted(items, key=lambda item: (item.ledger_on, item.due_on, item.item_id))


def money_of(account: Account) -> list[Money]:
    """All money by day; on one day, negative bills before payments in their order."""
    ends = loan_ends(account)
    money = []
    for bill in sorted(account.bills, key=lambda b: (b.ledger_on, b.due_on, b.bill_id)):
        loan = ends.get(bill.contract_id or "")
        is_void = loan is not None and loan.ended_on is not None and bill.ledger_on > loan.ended_on
        if bill.cents < 0 and not is_void:
            money.append(
                Money(
                    bill.bill_id,
                    bill.ledger_on,
                    -bill.cents,
                    -bill.cents,
                    bill.credits_bill_id,
                    bill.contract_id,
                    "credit",
                )
            )
    for payment in account.payments:
        if payment.payment_type in ("instalment", "bill", "bonus") and not is_recovery(account, payment):
            money.append(
                Money(
                    payment.payment_id,
                    payment.day,
                    payment.cents,
                    payment.cents,
                    payment.bill_id,
                    payment.contract_id,
                    payment.payment_type,
                )
            )
    return sorted(money, key=lambda unit: unit.day)


@dataclass
class Book:
    """What a clerk writes down, from the first day that matters through as_of."""

    account: Account
    method: str
    lines: list[Line] = field(default_factory=list)
    leavings: list[Leaving] = field(default_factory=list)
    days: dict[date, LedgerDay] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.all_items = items_of(self.account)
        self.all_money = money_of(self.account)
        self.by_id = {item.item_id: item for item in self.all_items}
        self.ends: dict[date, list[Contract]] = defaultdict(list)
        for _, loan in sorted(loan_ends(self.account).items()):
            assert loan.ended_on is not None
            self.ends[loan.ended_on].append(loan)
        self.queue: list[Item] = []
        self.here: list[Money] = []

    def write(self, as_of: date) -> "Book":
        days = [item.ledger_on for item in self.all_items] + [unit.day for unit in self.all_money]
        if self.account.installed_on is not None:
            days.append(self.account.installed_on)
        day = min(days, default=as_of)
        while day <= as_of:
            self._write_day(day)
            day += ONE_DAY
        return self

    def _write_day(self, day: date) -> None:
        entering = [item for item in self.all_items if item.ledger_on == day and item.void_on is None]
        self.queue += entering
        for unit in self.here:
            named = self.by_id.get(unit.bill_id or "")
            if unit.kept and named is not None and named in entering:
                self._settle(day, unit, [named], unit.kept)
                unit.kept = 0
            elif unit.kept and named is not None and named.void_on == day:
                unit.kept = 0
        if self.method == "open_item":
            self._spread(day, [item for item in entering if item.is_refund])
        self._spread(day, self.queue)
        for unit in self.all_money:
            if unit.day == day:
                self.here.append(unit)
                self._come_in(day, unit)
        for loan in self.ends.get(day, []):
            self._end(day, loan)
        self._spread(day, self.queue)
        open_bills = [item for item in self.queue if item.open and not item.is_refund]
        self.days[day] = LedgerDay(
            min((item.due_on for item in open_bills), default=None), sum(item.open for item in self.queue)
        )

    def _come_in(self, day: date, unit: Money) -> None:
        """Money of the day: to the bill that it names, to its contract, to the oldest."""
        if self.method == "open_item" or unit.kind == "credit":
            named = self.by_id.get(unit.bill_id or "")
            if named is not None and named.ledger_on > day and (named.void_on is None or named.void_on > day):
                promised = sum(other.kept for other in self.here if other.bill_id == unit.bill_id)
                unit.kept = max(0, min(unit.left, named.open - promised))
            elif named is not None and named.ledger_on <= day:
                self._settle(day, unit, [named], unit.left)
        if self.method == "open_item" and unit.contract_id is not None:
            mine = [item for item in self.queue if item.contract_id == unit.contract_id]
            self._settle(day, unit, mine, unit.left - unit.kept)
        self._settle(day, unit, self.queue, unit.left - unit.kept)

    def _spread(self, day: date, items: list[Item]) -> None:
        """Money that waits settles what is open."""
        for unit in self.here:
            self._settle(day, unit, items, unit.left - unit.kept)

    def _settle(self, day: date, unit: Money, items: list[Item], most: int) -> None:
        for item in items:
            cents = min(most, item.open)
            if cents > 0 and item.void_on is None:
                most -= cents
                unit.left -= cents
                item.open -= cents
                self.lines.append(Line(unit.money_id, item.item_id, day, cents))

    def _end(self, day: date, loan: Contract) -> None:
        """A loan ends: the account's credit pays off what it can, and the open rest leaves."""
        reason = loan.end_reason or ""
        mine = [item for item in self.queue if item.contract_id == loan.contract_id]
        if reason == "completed":
            later = sum(
                item.cents for item in self.all_items if item.void_on and item.contract_id == loan.contract_id
            )
            for unit in self.here:
                self._settle(day, unit, mine, unit.left - unit.kept)
            for unit in self.here:
                cents = min(unit.left - unit.kept, later)
                if cents > 0:
                    later -= cents
                    unit.left -= cents
                    self.leavings.append(Leaving("paid_off", unit.money_id, day, cents))
        for item in mine:
            if item.open:
                self.leavings.append(Leaving(LEAVING.get(reason, reason), item.item_id, day, item.open))
                item.left_on = day
                item.open = 0


def walk_ledger(account: Account, as_of: date) -> Iterator[tuple[date, LedgerDay]]:
    """Each day from the first that matters through as_of, with what is open at its end."""
    method = account.opco.policy(as_of).allocation_method
    yield from Book(account, method).write(as_of).days.items()
