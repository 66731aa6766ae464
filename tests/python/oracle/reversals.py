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
    """The version of each payment_id that was loaded last, of rows that are good and do not conflict."""
    versions: dict[Any, list[C]] = defaultdict(list)
    for candidate in rows:
        if candidate.good:
            versions[candidate.row["payment_id"], candidate.row["loaded_at"]].append(candidate)
    latest: dict[Any, C] = {}
    for (payment_id, loaded_at), group in versions.items():
        if any(candidate.row != group[0].row for candidate in group):
            continue
        other = latest.get(payment_id)
        if other is None or loaded_at > other.row["loaded_at"]:
            latest[payment_id] = group[0]
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


def judge_targets(rows: list[C]) -> None:
    """Fault the reversals that cancel nothing."""
    payments = _latest(rows)
    for candidate in rows:
        if candidate.good and candidate.row["payment_type"] == "reversal":
            named = payments.get(candidate.row["reverses_payment_id"])
            candidate.reason = _target_fault(candidate.row, named.row if named else None)


def judge_repeats(rows: list[C]) -> None:
    """Fault the reversals that cancel a second time.

    The version loaded last speaks for a reversal, and the older ones fall with it.
    """
    by_target: dict[str, list[C]] = defaultdict(list)
    for candidate in _latest(rows).values():
        if candidate.row["payment_type"] == "reversal":
            by_target[candidate.row["reverses_payment_id"]].append(candidate)
    repeated = {
        candidate.row["payment_id"]
        for group in by_target.values()
        for candidate in sorted(group, key=lambda c: (c.row["paid_at"], c.row["payment_id"]))[1:]
    }
    for candidate in rows:
        if candidate.good and candidate.row["payment_id"] in repeated:
            candidate.reason = "payment is reversed twice"
