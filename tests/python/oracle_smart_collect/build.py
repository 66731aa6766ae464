"""All Smart Collect marts from raw rows."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from oracle.parsing import Raw

from .advice import advise, signals
from .calibration import Judged, backtest, calibrate, calibrated
from .history import Profile, order, predict, profile, window
from .schedule import Collection, collections, high_days, judge_decisions, low_days, optimal_window
from .world import DAY, Customer, Reference, Row, World, read_world

METHODS = ("e_nach", "upi_autopay", "manual", "card", "other")


def ratio(numerator: Any, denominator: Any) -> float | None:
    """A quotient, or nothing where the denominator is 0."""
    return None if not denominator else float(Fraction(numerator) / Fraction(denominator))


def money(cents: int | None) -> Decimal | None:
    """Cents as money."""
    return None if cents is None else Decimal(cents) / 100


def build(raw: dict[str, list[Raw]], as_of: date, ref: Reference) -> dict[str, list[Row]]:
    """Rows of every mart by name."""
    world = read_world(raw, as_of)
    decisions = judge_decisions(world)
    past = backtest(world, ref)
    marts: dict[str, list[Row]] = {
        "smart_collect_decisions": [_decision(world, row) for row in decisions],
        "smart_collect_calibration": calibrate(world, past, ref),
    }
    for name in ("summary", "methods", "behaviour", "upcoming", "recommendations", "risk_signals"):
        marts[f"smart_collect_{name}"] = []
    for customer_id, customer in world.customers.items():
        found = profile(customer, as_of, ref)
        ahead = collections(world, customer, found, decisions, ref)
        due = due_instalments(world, customer, ref)
        habits = payment_habits(world, customer, due, ref)
        rows = [_upcoming(world, customer, found, item, past, ref) for item in ahead]
        marts["smart_collect_upcoming"] += rows
        marts["smart_collect_summary"].append(_summary(world, customer, due, ref))
        marts["smart_collect_methods"] += _methods(world, customer, ref)
        if found.booked_on is not None:
            marts["smart_collect_behaviour"].append(_behaviour(world, customer, found, habits, ref))
        marts["smart_collect_recommendations"] += advise(world, customer_id, found, rows, habits, ref)
        marts["smart_collect_risk_signals"] += signals(world, customer_id, found, rows, habits, ref)
    return marts


def _decision(world: World, row: Row) -> Row:
    item = row["instalment"]
    is_open = row["applied_status"] == "applied" and item.settled_on is None and item.removed_on is None
    is_open = is_open and item.open_cents > 0
    if row["decision_type"] == "reschedule":
        is_open = is_open and row["rescheduled_for"] > world.as_of
    else:
        is_open = is_open and not any(
            a["bill_id"] == row["bill_id"] and a["attempted_at"] >= row["decided_at"]
            for a in world.customers[item.customer_id].attempts
        )
    same = ("decision_id", "decision_type", "bill_id", "decided_at", "decided_by", "rescheduled_for")
    return {
        **{name: row[name] for name in (*same, "reason")},
        "decided_on": row["day"],
        "customer_id": item and item.customer_id,
        "account_id": item and item.account_id,
        "opco_id": item and item.opco_id,
        "applied_status": row["applied_status"],
        "is_open": is_open,
    }


def due_instalments(world: World, customer: Customer, ref: Reference) -> list[Row]:
    """Instalments that fell due in the months looked at, with their result."""
    first, last = window(world.as_of, ref)
    due = []
    for item in customer.instalments:
        is_void = item.settled_on is None and item.removed_on is not None and item.removed_on <= item.due_on
        if not first <= item.due_on <= last or is_void:
            continue
        tries = [a["status"] for a in customer.attempts if a["bill_id"] == item.bill_id]
        result = "failed" if tries and set(tries) == {"failed"} else "pending"
        if item.settled_on is not None:
            result = "collected"
        due.append({"item": item, "result": result, "tries": len(tries)})
    return due


def payment_habits(world: World, customer: Customer, due: list[Row], ref: Reference) -> Row:
    """Time of the day, punctuality and delay."""
    first, last = window(world.as_of, ref)
    counts: dict[str, int] = {}
    for row in customer.payments:
        if row["payment_type"] in ("instalment", "bill") and first <= row["day"] <= last:
            moment = row["paid_at"].replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(customer.zone))
            band = next(b for b in ref.time_bands if int(b["from_hour"]) <= moment.hour < int(b["to_hour"]))
            counts[band["time_band"]] = counts.get(band["time_band"], 0) + 1
    order = [b["time_band"] for b in ref.time_bands]
    paid = [d["item"] for d in due if d["item"].settled_on is not None]
    delays = [max(0, (i.settled_on - i.due_on).days) for i in paid]
    late = [i.settled_on for i in paid if i.settled_on > i.due_on]
    punctual = sum(i.settled_on <= i.due_on for i in paid)
    return {
        "preferred_time_band": min(counts, key=lambda b: (-counts[b], order.index(b))) if counts else None,
        "payments_count": sum(counts.values()),
        "due_instalments": len(due),
        "punctual_instalments": punctual,
        "punctuality_score": ratio(100 * punctual, len(due)),
        "paid_instalments": len(paid),
        "delay_days_total": sum(delays),
        "average_delay_days": ratio(sum(delays), len(paid)),
        "last_late_on": max(late, default=None),
    }


def _summary(world: World, customer: Customer, due: list[Row], ref: Reference) -> Row:
    first, last = window(world.as_of, ref)
    row: Row = {"customer_id": customer.row["customer_id"], "opco_id": customer.row["opco_id"]}
    row |= {"currency_code": customer.currency, "history_from_on": first, "history_to_on": last}
    row |= {"instalments_scheduled": len(due), "amount_scheduled": money(sum(d["item"].cents for d in due))}
    for result in ("collected", "failed", "pending"):
        mine = [d for d in due if d["result"] == result]
        row[f"instalments_{result}"] = len(mine)
        row[f"amount_{result}"] = money(sum(d["item"].cents for d in mine))
    good, bad = row["instalments_collected"], row["instalments_failed"]
    row["success_rate"] = ratio(good, good + bad)
    tried = [d for d in due if d["result"] == "collected" and d["tries"]]
    row["attempts_on_collected"] = sum(d["tries"] for d in tried)
    row["attempted_collections"] = len(tried)
    row["average_attempts_per_collection"] = ratio(row["attempts_on_collected"], len(tried))
    resolved = [a for a in customer.attempts if first <= a["day"] <= last and a["status"] != "pending"]
    firsts = [a for a in resolved if a["is_first"]]
    saved, expected = Decimal(0), Decimal(0)
    for attempt in firsts:
        policy = world.policy(attempt["opco_id"], attempt["day"])
        expected += policy["baseline_first_attempt_rate"]
        success = 1 if attempt["status"] == "success" else 0
        saved += (success - policy["baseline_first_attempt_rate"]) * policy["retry_cost"]
    row["first_attempts"] = len(firsts)
    row["first_attempt_successes"] = sum(a["status"] == "success" for a in firsts)
    row["first_attempt_success_rate"] = ratio(row["first_attempt_successes"], len(firsts))
    row["baseline_successes"] = float(expected)
    row["cost_saved"] = saved.quantize(Decimal("0.01"), ROUND_HALF_UP)
    for method in METHODS:
        mine = [a for a in resolved if a["method"] == method]
        row[f"{method}_attempts"] = len(mine)
        row[f"{method}_successes"] = sum(a["status"] == "success" for a in mine)
        row[f"{method}_success_rate"] = ratio(row[f"{method}_successes"], len(mine))
    return row


def _methods(world: World, customer: Customer, ref: Reference) -> list[Row]:
    row = _summary(world, customer, [], ref)
    return [
        {
            "customer_id": row["customer_id"],
            "opco_id": row["opco_id"],
            "collection_method": method,
            "resolved_attempts": row[f"{method}_attempts"],
            "successful_attempts": row[f"{method}_successes"],
            "method_success_rate": row[f"{method}_success_rate"],
        }
        for method in METHODS
        if row[f"{method}_attempts"]
    ]


def _behaviour(world: World, customer: Customer, found: Profile, habits: Row, ref: Reference) -> Row:
    first, last = window(world.as_of, ref)
    numbers = {d["day"].day for d in found.days}
    low, high = low_days(found, ref), high_days(found, ref)
    total = sum(d["balance"] for d in found.days)
    seen = bool(found.days)
    return {
        "customer_id": customer.row["customer_id"],
        "opco_id": customer.row["opco_id"],
        "currency_code": customer.currency,
        "history_from_on": first,
        "history_to_on": last,
        "has_history": found.has_history,
        "salary_credits": found.salary_credits,
        "salary_months": found.salary_months,
        "last_salary_on": found.last_salary_on,
        "typical_salary_day": found.day,
        "typical_salary_amount": money(found.amount),
        "salary_day_mad": None if found.day_mad is None else float(found.day_mad),
        "salary_amount_mad": None if found.amount_mad is None else float(found.amount_mad / 100),
        "salary_consistency": None if found.consistency is None else float(found.consistency),
        "high_spending_days": ", ".join(str(d) for d in sorted(high)) if seen else None,
        "low_balance_days": ", ".join(str(d) for d in sorted(low)) if seen else None,
        "low_balance_share": ratio(len(low), len(numbers)),
        "daily_balance_total": money(total) if seen else None,
        "balance_days": len(found.days) or None,
        "average_daily_balance": ratio(total, 100 * len(found.days)),
        "median_daily_other_outflow": money(found.outflow),
        "last_known_balance": money(found.balance),
        "last_booked_on": found.booked_on,
        **{name: value for name, value in habits.items() if name != "last_late_on"},
    }


def _recommended(world: World, found: Profile, ahead: Collection, start: date | None, ref: Reference) -> date:
    """The due day, or the day planned where that is over; another where this one is bad and that better."""
    cents, due_on = ahead.item.open_cents, ahead.item.due_on
    own = due_on if due_on > world.as_of else ahead.scheduled_on
    status = predict(found, cents, world.as_of, own, ref).status
    if status in ("optimal_window", "scheduled") or start is None:
        return own
    other = max(start, world.as_of + DAY)
    better = predict(found, cents, world.as_of, other, ref).status
    return other if order(better, ref) < order(status, ref) else own


def _upcoming(
    world: World, customer: Customer, found: Profile, ahead: Collection, past: list[Judged], ref: Reference
) -> Row:
    item = ahead.item
    expected = predict(found, item.open_cents, world.as_of, ahead.scheduled_on, ref)
    best = optimal_window(found, item.due_on, world.as_of, ref)
    start, end = best or (None, None)
    is_inside = None if best is None else best[0] <= ahead.scheduled_on <= best[1]
    return {
        "bill_id": item.bill_id,
        "customer_id": item.customer_id,
        "account_id": item.account_id,
        "contract_id": item.contract_id,
        "opco_id": item.opco_id,
        "currency_code": customer.currency,
        "due_on": item.due_on,
        "emi_amount": money(item.cents),
        "open_amount": money(item.open_cents),
        "scheduled_on": ahead.scheduled_on,
        "is_overdue": item.due_on <= world.as_of,
        "is_rescheduled": ahead.is_rescheduled,
        "is_attempt_requested": ahead.is_attempt_requested,
        "decision_id": ahead.decision_id,
        "current_balance": money(found.balance),
        "salary_days_ahead": expected.salaries,
        "predicted_balance": money(expected.balance),
        "status": expected.status,
        "resolved_attempts": found.resolved,
        "successful_attempts": found.successes,
        "history_band": expected.history_band,
        "collection_probability": expected.probability,
        "calibrated_probability": calibrated(
            world, past, world.as_of, item.opco_id, expected.status, expected.history_band, ref
        ),
        "optimal_window_start_on": start,
        "optimal_window_end_on": end,
        "window_confidence": None if found.consistency is None else float(found.consistency),
        "is_in_optimal_window": is_inside,
        "recommended_on": _recommended(world, found, ahead, start, ref),
        "failed_attempts": ahead.retry.failures if ahead.retry else 0,
        "last_failed_on": ahead.retry.last_failed_on if ahead.retry else None,
        "next_retry_on": ahead.retry.next_on if ahead.retry else None,
    }
