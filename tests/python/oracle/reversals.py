"""A reversal takes back a payment of its account, or a part of it, and never more than is left of it."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
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
DayOf = Callable[[Row], date]


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


def _target_fault(reversal: Row, target: Row | None, day_of: DayOf) -> str | None:
    if target is None:
        return "reversal of an unknown payment"
    if target["payment_type"] in ("refund", "reversal"):
        return "reversal of a refund or reversal"
    if target["account_id"] != reversal["account_id"]:
        return "reversal of another account's payment"
    if -reversal["amount"] > target["amount"]:
        return "reversal of more than was paid"
    if day_of(target) > day_of(reversal):
        return "reversal of a later payment"
    return None


def judge_targets(rows: list[C], day_of: DayOf) -> None:
    """Fault the reversals that cancel nothing; a day is what counts, whatever the clock says."""
    payments = _latest(rows)
    for candidate in rows:
        if candidate.good and candidate.row["payment_type"] == "reversal":
            named = payments.get(candidate.row["reverses_payment_id"])
            candidate.reason = _target_fault(candidate.row, named.row if named else None, day_of)


def judge_repeats(rows: list[C]) -> None:
    """Fault the reversals that take back more than those before them have left.

    The version loaded last speaks for a reversal, and the older ones fall with it.
    """
    latest = _latest(rows)
    by_target: dict[str, list[C]] = defaultdict(list)
    for candidate in latest.values():
        if candidate.row["payment_type"] == "reversal":
            by_target[candidate.row["reverses_payment_id"]].append(candidate)
    too_much = set()
    for payment_id, group in by_target.items():
        left = latest[payment_id].row["amount"]
        for candidate in sorted(group, key=lambda c: (c.row["paid_at"], c.row["payment_id"])):
            if -candidate.row["amount"] > left:
                too_much.add(candidate.row["payment_id"])
            else:
                left += candidate.row["amount"]
    for candidate in rows:
        if candidate.good and candidate.row["payment_id"] in too_much:
            candidate.reason = "takes back more than is left"
