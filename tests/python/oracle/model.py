"""The accepted rows as an account sees them: its contracts, money, bills and devices.

Amounts are whole thousandths, the smallest unit of any currency. What is dated after as_of is left out,
so that nothing further on can look into the future. Module `loading` fills them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from .parsing import Row


class OracleError(Exception):
    """The build cannot go on; the message names what is missing."""


@dataclass(frozen=True)
class Policy:
    """The rules of an opco from a day on."""

    valid_from: date
    default_after_days: int
    window_before: int | None
    window_after: int
    tolerance: int
    allocation_method: str


@dataclass(frozen=True)
class Opco:
    """A company, with its policies in order of their first day."""

    opco_id: str
    currency: str
    zone: str
    policies: tuple[Policy, ...]

    def policy(self, day: date) -> Policy:
        """The latest policy from on or before the day; before the first, the first."""
        found = self.policies[0]
        for policy in self.policies:
            if policy.valid_from <= day:
                found = policy
        return found


@dataclass(frozen=True)
class Contract:
    """A contract; `start` is null while it is not fulfilled or the account not installed.

    Its history begins at `begins_on`: at the start, or where another system handed it over.
    """

    contract_id: str
    contract_type: str
    product_name: str
    product_category: str
    product_tags: tuple[str, ...]
    fulfilled_on: date | None
    start: date | None
    ended_on: date | None
    end_reason: str | None
    downpayment_days: int
    daily_rate: int | None
    financed: int | None
    downpayment: Decimal | None
    downpayment_paid_on: date | None
    replaces_contract_id: str | None
    opening_on: date | None
    opening_credit_expires_on: date | None
    opening_paid: int

    @property
    def begins_on(self) -> date | None:
        return self.opening_on if self.is_brought_forward else self.start

    @property
    def is_brought_forward(self) -> bool:
        """Does its history begin later than it did?"""
        return (
            self.start is not None
            and self.opening_on is not None
            and self.opening_on > self.start
            and (self.ended_on is None or self.opening_on < self.ended_on)
        )

    def is_active(self, day: date) -> bool:
        """Started, not of type upfront, and not ended on the day or before."""
        return (
            self.contract_type != "upfront"
            and self.begins_on is not None
            and self.begins_on <= day
            and (self.ended_on is None or self.ended_on > day)
        )

    @property
    def ever_active(self) -> bool:
        """Was there a day on which it was active?"""
        return self.begins_on is not None and self.is_active(self.begins_on)


@dataclass(frozen=True)
class Payment:
    """What is left of a payment after its reversals, on its local day."""

    payment_id: str
    paid_at: datetime
    day: date
    cents: int
    payment_type: str
    contract_id: str | None
    bill_id: str | None


@dataclass(frozen=True)
class Bill:
    """A bill, with the day on which it enters the ledger and its window."""

    bill_id: str
    contract_id: str | None
    due_on: date
    ledger_on: date
    cents: int
    window_from: date
    window_to: date
    tolerance: int
    period_end: date
    credits_bill_id: str | None
    is_opening: bool


@dataclass
class Account:
    """An account with all that hangs on it."""

    row: Row
    opco: Opco
    region: str | None
    shop: Row | None
    customer: Row
    contracts: list[Contract] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    bills: list[Bill] = field(default_factory=list)
    devices: list[tuple[datetime, date, str]] = field(default_factory=list)
    # A value for every name that any account has.
    segments: dict[str, str] = field(default_factory=dict)

    @property
    def account_id(self) -> str:
        return str(self.row["account_id"])

    @property
    def account_type(self) -> str:
        return str(self.row["account_type"])

    @property
    def installed_on(self) -> date | None:
        installed: date | None = self.row["installed_on"]
        return installed

    @property
    def closed_on(self) -> date | None:
        closed: date | None = self.row["closed_on"]
        return closed

    @property
    def first_day(self) -> date | None:
        """The first day of which anything is told: installed, or handed over by another system."""
        openings = [
            contract.opening_on
            for contract in self.contracts
            if contract.start is not None
            and contract.opening_on is not None
            and contract.opening_on > contract.start
        ]
        if self.installed_on is None or not openings:
            return self.installed_on
        return max(self.installed_on, min(openings))

    @property
    def is_open_ended(self) -> bool:
        """Contracted from install to close: a connection, or a loan nobody wrote a contract for."""
        if self.account_type == "loan":
            return not self.contracts
        return self.account_type == "utility"


# Thousandths of a unit of money.
MINOR = 1000


def to_cents(amount: Decimal) -> int:
    return int(amount * MINOR)
