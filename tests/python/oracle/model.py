"""The accepted rows as an account sees them: its contracts, money, bills and devices.

Amounts are whole minor units (cents). Everything dated after as_of is left out here,
so that nothing further on can look into the future.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from .inputs import Inputs
from .parsing import Row, local_date


class OracleError(Exception):
    """The build cannot go on; the message names what is missing."""


@dataclass(frozen=True)
class Policy:
    """The rules of an opco from a day on."""

    valid_from: date
    default_after_days: int
    window_before: int
    window_after: int
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
    """A contract; `start` is null while it is not fulfilled or the account not installed."""

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

    def is_active(self, day: date) -> bool:
        """Started, not of type upfront, and not ended on the day or before."""
        return (
            self.contract_type != "upfront"
            and self.start is not None
            and self.start <= day
            and (self.ended_on is None or self.ended_on > day)
        )

    @property
    def ever_active(self) -> bool:
        """Was there a day on which it was active?"""
        return self.start is not None and self.is_active(self.start)


@dataclass(frozen=True)
class Payment:
    """A payment that was not reversed, on its local day."""

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


def to_cents(amount: Decimal) -> int:
    return int(amount * 100)


def load_opcos(inputs: Inputs, as_of: date) -> dict[str, Opco]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in inputs.accepted["policies"]:
        rows[row["opco_id"]].append(row)
    opcos = {}
    for row in inputs.accepted["opcos"]:
        mine = sorted(rows[row["opco_id"]], key=lambda r: r["valid_from"])
        if not mine:
            raise OracleError(f"opco {row['opco_id']} has no policy row")
        # Policies from after as_of do not exist, but an opco is never without one.
        mine = [r for r in mine if r["valid_from"] <= as_of] or mine[:1]
        policies = tuple(
            Policy(
                r["valid_from"],
                r["default_after_days"],
                r["bill_window_before_days"],
                r["bill_window_after_days"],
                r["allocation_method"],
            )
            for r in mine
        )
        opcos[row["opco_id"]] = Opco(row["opco_id"], row["currency_code"], row["timezone"], policies)
    return opcos


def _contract(row: Row, installed_on: date | None, as_of: date) -> Contract:
    fulfilled: date | None = row["fulfilled_on"]
    start = None
    if fulfilled is not None and installed_on is not None:
        start = max(fulfilled, installed_on)
        if start > as_of:
            start = None
    ended: date | None = row["ended_on"]
    reason: str | None = row["end_reason"]
    if ended is not None and ended > as_of:
        ended, reason = None, None
    tags = tuple(tag.strip().lower() for tag in (row["product_tags"] or "").split("|"))
    paid_on: date | None = row["downpayment_paid_on"]
    return Contract(
        contract_id=row["contract_id"],
        contract_type=row["contract_type"],
        product_name=row["product_name"],
        product_category=row["product_category"] or "",
        product_tags=tags,
        fulfilled_on=fulfilled,
        start=start,
        ended_on=ended,
        end_reason=reason,
        downpayment_days=row["downpayment_days"],
        daily_rate=None if row["daily_rate"] is None else to_cents(row["daily_rate"]),
        financed=(None if row["financed_amount"] is None else to_cents(row["financed_amount"])),
        downpayment=row["downpayment_amount"],
        downpayment_paid_on=None if paid_on is not None and paid_on > as_of else paid_on,
    )


def _bill(row: Row, opco: Opco) -> Bill:
    due_on: date = row["due_on"]
    policy = opco.policy(due_on)
    window_from = due_on - timedelta(days=policy.window_before)
    ledger_on = row["issued_on"] or min(row["period_end"], window_from)
    return Bill(
        row["bill_id"],
        row["contract_id"],
        due_on,
        ledger_on,
        to_cents(row["bill_amount"]),
        window_from,
        due_on + timedelta(days=policy.window_after),
    )


def load_accounts(inputs: Inputs, opcos: dict[str, Opco], as_of: date) -> list[Account]:
    accepted = inputs.accepted
    shops = {row["shop_id"]: row for row in accepted["shops"]}
    customers = {row["customer_id"]: row for row in accepted["customers"]}
    accounts: dict[str, Account] = {}
    for row in accepted["accounts"]:
        shop = shops.get(row["shop_id"])
        region = row["region"] if shop is None else shop["region"]
        accounts[row["account_id"]] = Account(
            row, opcos[row["opco_id"]], region, shop, customers[row["customer_id"]]
        )
    for row in accepted["contracts"]:
        account = accounts[row["account_id"]]
        account.contracts.append(_contract(row, account.installed_on, as_of))
    for row in accepted["bills"]:
        account = accounts[row["account_id"]]
        account.bills.append(_bill(row, account.opco))
    _load_payments(inputs, accounts, as_of)
    for row in accepted["device_states"]:
        account = accounts[row["account_id"]]
        day = local_date(row["changed_at"], account.opco.zone)
        account.devices.append((row["changed_at"], day, row["enable_status"]))
    for account in accounts.values():
        account.devices.sort()
    return [accounts[account_id] for account_id in sorted(accounts)]


def _load_payments(inputs: Inputs, accounts: dict[str, Account], as_of: date) -> None:
    """Payments up to as_of; a reversal up to as_of takes its payment out of all days."""
    days = {
        row["payment_id"]: local_date(row["paid_at"], accounts[row["account_id"]].opco.zone)
        for row in inputs.accepted["payments"]
    }
    reversed_ids = {
        row["reverses_payment_id"]
        for row in inputs.accepted["payments"]
        if row["payment_type"] == "reversal" and days[row["payment_id"]] <= as_of
    }
    for row in inputs.accepted["payments"]:
        day = days[row["payment_id"]]
        if row["payment_type"] == "reversal" or row["payment_id"] in reversed_ids:
            continue
        if day <= as_of:
            accounts[row["account_id"]].payments.append(
                Payment(
                    row["payment_id"],
                    row["paid_at"],
                    day,
                    to_cents(row["amount"]),
                    row["payment_type"],
                    row["contract_id"],
                    row["bill_id"],
                )
            )
    for account in accounts.values():
        account.payments.sort(key=lambda payment: (payment.paid_at, payment.payment_id))
