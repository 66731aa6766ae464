"""A reversal names one earlier payment of its account, with the opposite amount, once."""

from collections import defaultdict
from typing import Any, Protocol, TypeVar

from .parsing import Row


class Candidate(Protocol):
    """What this module needs to know of a judged row."""

    row: Row
    key: tuple[Any, ...] | None
    reason: str | None

    @property
    def good(self) -> bool: ...


C = TypeVar("C", bound=Candidate)


def _latest(rows: list[C]) -> dict[Any, C]:
    """The version of each payment_id that was loaded last, of the rows still good."""
    latest: dict[Any, C] = {}
    for candidate in rows:
        if not candidate.good:
            continue
        payment_id = candidate.row["payment_id"]
        other = latest.get(payment_id)
        if other is None or candidate.row["loaded_at"] > other.row["loaded_at"]:
            latest[payment_id] = candidate
    return latest


def _target_fault(reversal: Row, target: Row | None) -> str | None:
    if target is None:
        return "reversal of an unknown payment"
    if target["payment_type"] in ("refund", "reversal"):
        return "reversal of a refund or reversal"
    if target["account_id"] != reversal["account_id"]:
        return "reversal of another account's payment"
    if target["amount"] != -reversal["amount"]:
        return "reversal of another amount"
    if target["paid_at"] >= reversal["paid_at"]:
        return "reversal of a payment that is not earlier"
    return None


def judge_reversals(rows: list[C]) -> None:
    """Fault the reversals that cancel nothing, then those that cancel a second time."""
    payments = _latest(rows)
    for candidate in rows:
        if candidate.good and candidate.row["payment_type"] == "reversal":
            named = payments.get(candidate.row["reverses_payment_id"])
            candidate.reason = _target_fault(candidate.row, named.row if named else None)
    # A quarantined version uncovers an older one, which is judged in its turn.
    while True:
        by_target: dict[str, list[C]] = defaultdict(list)
        for candidate in _latest(rows).values():
            if candidate.row["payment_type"] == "reversal":
                by_target[candidate.row["reverses_payment_id"]].append(candidate)
        later = [
            candidate
            for group in by_target.values()
            for candidate in sorted(group, key=lambda c: (c.row["paid_at"], c.row["payment_id"]))[1:]
        ]
        if not later:
            return
        for candidate in later:
            candidate.reason = "payment is reversed twice"
