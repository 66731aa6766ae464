"""What an account carries at a snapshot: product, device, balance and bands."""

import re
from datetime import date
from decimal import Decimal

from .model import MINOR, Account, Contract, Payment

ArpuBand = tuple[str, Decimal, Decimal | None, str]

PAR_BUCKETS = (
    ("normal", 0, 0),
    ("1_7", 1, 7),
    ("8_30", 8, 30),
    ("31_60", 31, 60),
    ("61_90", 61, 90),
    ("91_120", 91, 120),
)
_ESF = re.compile(r"(?<![a-z0-9])esf(?![a-z0-9])")
_ESF_UPGRADE = re.compile(r"(?<![a-z0-9])esf\s+upgrade")


def par_bucket(days_expired: int | None) -> str | None:
    if days_expired is None:
        return None
    for code, low, high in PAR_BUCKETS:
        if low <= days_expired <= high:
            return code
    return "121_plus"


def tv_customer(active: tuple[Contract, ...]) -> str:
    """`Has TV` where the name or category of an active contract contains tv."""
    if not active:
        return "unknown"
    for contract in active:
        if "tv" in contract.product_name.lower() or "tv" in contract.product_category.lower():
            return "Has TV"
    return "No TV"


def is_esf(contract: Contract) -> bool:
    name = contract.product_name.lower()
    if _ESF_UPGRADE.search(name):
        return False
    return "esf" in contract.product_tags or _ESF.search(name) is not None


def esf_only_customer(active: tuple[Contract, ...]) -> str:
    if not active:
        return "unknown"
    return "Yes" if all(is_esf(contract) for contract in active) else "No"


def rate_of(contracts: tuple[Contract, ...]) -> int:
    return sum(contract.daily_rate or 0 for contract in contracts)


def arpu_range(active: tuple[Contract, ...], currency: str, bands: list[ArpuBand]) -> str:
    """The band of 30 x the sum of the active daily rates."""
    if all(contract.daily_rate is None for contract in active):
        return "unknown"
    arpu = Decimal(30 * rate_of(active)) / MINOR
    for band_currency, low, high, code in bands:
        if band_currency == currency and low <= arpu and (high is None or arpu < high):
            return code
    return "unknown"


def enable_status(account: Account, day: date) -> str:
    """The latest device state up to a day."""
    found = "unknown"
    for _, changed_on, status in account.devices:
        if changed_on <= day:
            found = status
    return found


def contract_of(payment: Payment, contracts: list[Contract]) -> str | None:
    """The contract a payment belongs to: the one it names, else one found by its day."""
    if payment.contract_id is not None:
        return payment.contract_id
    started = sorted(
        (contract.start, contract.contract_id, contract)
        for contract in contracts
        if contract.start is not None
    )
    for _, contract_id, contract in started:
        if contract.is_active(payment.day):
            return contract_id
    before = [contract_id for start, contract_id, _ in started if start <= payment.day]
    if before:
        return before[-1]
    return started[0][1] if started else None


def paid_by_contract(account: Account, day: date) -> dict[str, int]:
    """What was paid off of each contract by a day, here and before it came here, and credited by bills."""
    paid = {contract.contract_id: contract.opening_paid for contract in account.contracts}
    openings = {
        contract.contract_id: contract.opening_on
        for contract in account.contracts
        if contract.is_brought_forward and contract.opening_on is not None
    }
    for payment in account.payments:
        if payment.day <= day and payment.payment_type in ("instalment", "bonus", "refund"):
            contract_id = contract_of(payment, account.contracts)
            # what came before an opening is in the opening
            if contract_id is not None and payment.day >= openings.get(contract_id, date.min):
                paid[contract_id] += payment.cents
    for bill in account.bills if account.account_type != "payg" else ():
        if bill.cents < 0 and bill.contract_id is not None and bill.ledger_on <= day:
            paid[bill.contract_id] -= bill.cents
    return paid


def outstanding_balance(account: Account, active: tuple[Contract, ...], day: date) -> int:
    """What is still owed on the contracts active on a day."""
    paid = paid_by_contract(account, day) if active else {}
    return sum(max(0, c.financed - paid[c.contract_id]) for c in active if c.financed is not None)


def is_paid_in_full(account: Account, active: tuple[Contract, ...], day: date) -> bool:
    """Is every contract that is active on a day paid for?"""
    if not active or any(not contract.financed for contract in active):
        return False
    paid = paid_by_contract(account, day)
    return all((contract.financed or 0) <= paid[contract.contract_id] for contract in active)


def has_paid_credit(account: Account, day: date) -> bool:
    """Was there an instalment, bill payment or bonus up to the day, or before an opening?"""
    return any(contract.opening_paid > 0 for contract in account.contracts) or any(
        payment.day <= day and payment.payment_type in ("instalment", "bill", "bonus")
        for payment in account.payments
    )
