"""Decisions, retries and windows: on which day each open instalment is to be collected."""

from dataclasses import dataclass
from datetime import date, timedelta

from .history import Profile, add_months, clamped, month_start, window
from .world import DAY, Customer, Instalment, Reference, Row, World


def judge_decisions(world: World) -> list[Row]:
    """Every decision with its applied_status, as of the moment it was made."""
    judged = []
    for row in world.decisions:
        rivals = [d for d in world.decisions if d["bill_id"] == row["bill_id"]]
        latest = max(rivals, key=lambda d: (d["decided_at"], d["decision_id"]))
        instalment = world.instalment(row["bill_id"])
        judged.append({**row, "instalment": instalment, "applied_status": _status(row, latest, instalment)})
    return judged


def _status(row: Row, latest: Row, instalment: Instalment | None) -> str:
    if row is not latest:
        return "superseded"
    if instalment is None:
        return "not_an_instalment"
    if instalment.settled_on is not None and instalment.settled_on <= row["day"]:
        at = instalment.last_money_at
        if at is None or at <= row["decided_at"]:
            return "bill_settled"
    if instalment.removed_on is not None and instalment.removed_on <= row["day"]:
        return "bill_void"
    if row["decision_type"] == "reschedule":
        if row["rescheduled_for"] is None:
            return "date_missing"
        if row["rescheduled_for"] < row["day"]:
            return "date_past"
    return "applied"


@dataclass
class Retry:
    """When an instalment failed last, and when to try again."""

    failures: int
    last_failed_on: date
    next_on: date


def low_days(found: Profile, ref: Reference) -> set[int]:
    """Days of the month with a low average balance."""
    total = sum(d["balance"] for d in found.days)
    low = set()
    for number in {d["day"].day for d in found.days}:
        mine = [d["balance"] for d in found.days if d["day"].day == number]
        if sum(mine) * len(found.days) < ref.number("low_balance_multiple") * total * len(mine):
            low.add(number)
    return low


def high_days(found: Profile, ref: Reference) -> set[int]:
    """Days of the month with high average spending."""
    total = sum(d["spent"] for d in found.days)
    high = set()
    for number in {d["day"].day for d in found.days}:
        mine = [d["spent"] for d in found.days if d["day"].day == number]
        if total and sum(mine) * len(found.days) >= ref.number("high_spending_multiple") * total * len(mine):
            high.add(number)
    return high


def retry(world: World, customer: Customer, found: Profile, item: Instalment, ref: Reference) -> Retry | None:
    """A day to try again, if the last attempt on an open instalment failed."""
    mine = [a for a in customer.attempts if a["bill_id"] == item.bill_id]
    if item.settled_on or item.removed_on or not mine or mine[-1]["status"] != "failed":
        return None
    failed_on = mine[-1]["day"]
    earliest = max(world.as_of + DAY, failed_on + timedelta(days=ref.whole("retry_min_gap_days")))
    low, next_on = low_days(found, ref), earliest
    for offset in range(ref.whole("retry_search_days")):
        if (earliest + offset * DAY).day not in low:
            next_on = earliest + offset * DAY
            break
    return Retry(sum(a["status"] == "failed" for a in mine), failed_on, next_on)


@dataclass
class Collection:
    """A collection ahead."""

    item: Instalment
    scheduled_on: date
    is_rescheduled: bool
    is_attempt_requested: bool
    decision_id: str | None
    retry: Retry | None


def collections(
    world: World, customer: Customer, found: Profile, decisions: list[Row], ref: Reference
) -> list[Collection]:
    """The collections ahead of a customer."""
    horizon = add_months(world.as_of, ref.whole("upcoming_months"))
    ahead = []
    for item in customer.instalments:
        if item.settled_on is not None or item.removed_on is not None or item.open_cents == 0:
            continue
        applied = [d for d in decisions if d["bill_id"] == item.bill_id and d["applied_status"] == "applied"]
        decision = applied[0] if applied else None
        again = retry(world, customer, found, item, ref)
        is_move = decision is not None and decision["decision_type"] == "reschedule"
        moved_to: date | None = decision["rescheduled_for"] if decision and is_move else None
        is_moved = moved_to is not None and moved_to > world.as_of
        day = None
        if is_moved:
            day = moved_to
        elif item.due_on > world.as_of:
            day = item.due_on
        elif again is not None and again.last_failed_on >= window(world.as_of, ref)[0]:
            day = again.next_on
        if day is None or (day > horizon and item.due_on > horizon):
            continue
        asked = bool(decision and decision["decision_type"] == "attempt")
        name = decision["decision_id"] if decision else None
        ahead.append(Collection(item, day, is_moved, asked, name, again))
    return ahead


def optimal_window(found: Profile, due_on: date, as_of: date, ref: Reference) -> tuple[date, date] | None:
    """Of the windows around the due day the nearest that is not over; a tie: the earlier."""
    if found.day is None:
        return None
    anchor = max(due_on, as_of + DAY)
    windows: list[tuple[int, date, date]] = []
    for months in (-1, 0, 1):
        salary = clamped(found.day, month_start(anchor, months))
        start = salary + ref.whole("optimal_window_first_day") * DAY
        end = salary + ref.whole("optimal_window_last_day") * DAY
        if end > as_of:
            distance = max(0, (start - anchor).days, (anchor - end).days)
            windows.append((distance, start, end))
    nearest = min(windows, default=None)
    return nearest and (nearest[1], nearest[2])
