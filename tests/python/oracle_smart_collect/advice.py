"""Recommendations and risk signals."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from .history import Profile, add_months, predict, window
from .schedule import low_days
from .world import DAY, Reference, Row, World, to_cents


def _share(numerator: Any, denominator: Any) -> Fraction | None:
    return None if not denominator else Fraction(numerator) / Fraction(denominator)


def _burden(world: World, rows: list[Row], ref: Reference) -> Fraction:
    """Instalments due in the months ahead, in cents a month."""
    months = ref.whole("upcoming_months")
    horizon = add_months(world.as_of, months)
    due = [r for r in rows if world.as_of < r["due_on"] <= horizon]
    return Fraction(sum(to_cents(r["open_amount"]) for r in due), months)


def advise(
    world: World, customer_id: str, found: Profile, rows: list[Row], habits: Row, ref: Reference
) -> list[Row]:
    """What to do about the collections ahead of one customer."""
    if not rows:
        return []
    opco_id = _opco(world, customer_id)
    advice: list[Row] = []

    def add(
        kind: str, bill: Row | None, probability: float | None, measured: Any, limit: Any, **more: Any
    ) -> None:
        text = ref.texts[kind]
        parts = [customer_id, kind] + ([bill["bill_id"]] if bill else [])
        advice.append(
            {
                "recommendation_id": ":".join(parts),
                "customer_id": customer_id,
                "opco_id": opco_id,
                "bill_id": bill["bill_id"] if bill else None,
                "recommendation_type": kind,
                "priority": _priority(probability, ref),
                "reason": text["reason"],
                "expected_impact": text["expected_impact"],
                "action": text["action"],
                "recommended_on": None,
                "collection_probability": probability,
                "expected_probability": None,
                "measured_value": float(measured),
                "threshold_value": float(limit),
                **more,
            }
        )

    for row in rows:
        now = row["collection_probability"]
        cents = to_cents(row["open_amount"])
        later = predict(found, cents, world.as_of, row["recommended_on"], ref).probability
        if (
            now is not None
            and later is not None
            and not row["is_rescheduled"]
            and row["recommended_on"] != row["scheduled_on"]
            and (row["window_confidence"] or -1) >= ref.number("reschedule_min_confidence")
            and now <= ref.number("reschedule_max_probability")
        ):
            add("reschedule", row, now, row["window_confidence"], ref.number("reschedule_min_confidence"),
                recommended_on=row["recommended_on"], expected_probability=later)  # fmt: skip
        elif now is not None and now < ref.number("skip_attempt_max_probability"):
            add("skip_attempt", row, now, now, ref.number("skip_attempt_max_probability"),
                recommended_on=row["scheduled_on"])  # fmt: skip
    known = [r["collection_probability"] for r in rows if r["collection_probability"] is not None]
    lowest = min(known, default=None)
    upcoming = min(rows, key=lambda r: (r["scheduled_on"], r["bill_id"]))
    punctuality, delay = habits["punctuality_score"], habits["average_delay_days"]
    if punctuality is not None and punctuality < ref.number("early_reminder_max_punctuality"):
        day = upcoming["scheduled_on"] - timedelta(days=ref.whole("early_reminder_lead_days"))
        add("early_reminder", upcoming, lowest, punctuality, ref.number("early_reminder_max_punctuality"),
            recommended_on=max(day, world.as_of + DAY))  # fmt: skip
    share = _share(_burden(world, rows, ref), found.amount)
    if share is not None and share >= Fraction(ref.number("flexible_plan_emi_share")):
        add("flexible_plan", None, lowest, share, ref.number("flexible_plan_emi_share"))
    elif found.failures >= ref.whole("flexible_plan_min_failures"):
        add("flexible_plan", None, lowest, found.failures, ref.whole("flexible_plan_min_failures"))
    if delay is not None and delay >= ref.number("increase_frequency_min_delay_days"):
        add("increase_frequency", None, lowest, delay, ref.number("increase_frequency_min_delay_days"))
    return advice


def _opco(world: World, customer_id: str) -> str:
    return str(world.customers[customer_id].row["opco_id"])


def _priority(probability: float | None, ref: Reference) -> str:
    if probability is None:
        return "medium"
    if probability < ref.number("priority_high_max_probability"):
        return "high"
    return "medium" if probability < ref.number("priority_medium_max_probability") else "low"


def signals(
    world: World, customer_id: str, found: Profile, rows: list[Row], habits: Row, ref: Reference
) -> list[Row]:
    """Measures of one customer that crossed their threshold."""
    month_end = window(world.as_of, ref)[1]
    balance = None
    if found.days and rows:
        upcoming = min(rows, key=lambda r: (r["scheduled_on"], r["bill_id"]))
        average = Fraction(sum(d["balance"] for d in found.days), len(found.days))
        balance = average / to_cents(upcoming["open_amount"])
    numbers = {d["day"].day for d in found.days}
    low_share = _share(len(low_days(found, ref)), len(numbers))
    measures: tuple[tuple[str, bool, Any, Any, str, str], ...] = (
        ("low_average_balance", True, balance, month_end,
         "low_average_balance_multiple", "low_average_balance_high_multiple"),
        ("irregular_income", True, found.consistency, found.last_salary_on,
         "irregular_income_max_consistency", "irregular_income_high_max_consistency"),
        ("repeated_collection_failures", False, found.failures, found.last_failed_on,
         "repeated_failures_min", "repeated_failures_high_min"),
        ("poor_cash_management", False, low_share, month_end,
         "poor_cash_low_balance_share", "poor_cash_low_balance_high_share"),
        ("payment_delays", False, habits["average_delay_days"], habits["last_late_on"],
         "payment_delay_min_days", "payment_delay_high_min_days"),
    )  # fmt: skip
    found_signals = []
    for kind, low_is_bad, value, day, threshold, high in measures:
        if value is None:
            continue
        limit, high_limit = Fraction(ref.number(threshold)), Fraction(ref.number(high))
        if not (value < limit if low_is_bad else value >= limit):
            continue
        is_high = value < high_limit if low_is_bad else value >= high_limit
        found_signals.append(
            {
                "signal_id": f"{customer_id}:{kind}",
                "customer_id": customer_id,
                "opco_id": _opco(world, customer_id),
                "signal_type": kind,
                "severity": "high" if is_high else "medium",
                "signal_on": day,
                "reason": ref.texts[kind]["reason"],
                "measured_value": float(value),
                "threshold_value": float(limit),
            }
        )
    return found_signals
