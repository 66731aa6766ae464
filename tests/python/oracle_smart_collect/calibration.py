"""The back-test: what would have been said at past month-ends, and what happened."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .history import month_end, predict, profile, window
from .world import Customer, Instalment, Reference, Row, World, open_amounts


def cutoffs(as_of: date, ref: Reference) -> list[date]:
    """Past month-ends, as many as the threshold says; as_of itself has no future yet."""
    ends = [month_end(as_of, -back) for back in range(ref.whole("calibration_months") + 1)]
    return [end for end in ends if end < as_of]


@dataclass
class Judged:
    """A prediction of the past, and what came of it."""

    cutoff: date
    opco_id: str
    status: str
    history_band: str
    probability: float | None
    outcome: int | None
    resolved_on: date | None


def backtest(world: World, ref: Reference) -> list[Judged]:
    """What was still open at past month-ends and due in the month after."""
    seen: list[Judged] = []
    for cutoff in cutoffs(world.as_of, ref):
        horizon = month_end(cutoff, ref.whole("calibration_horizon_months"))
        left = open_amounts(world, cutoff)
        for customer in world.customers.values():
            items = [i for i in customer.instalments if _is_ahead(i, cutoff, horizon) and left[i.bill_id] > 0]
            found = profile(customer, cutoff, ref) if items else None
            for item in items:
                assert found is not None
                said = predict(found, left[item.bill_id], cutoff, item.due_on, ref)
                outcome, day = _outcome(customer, item, cutoff)
                seen.append(
                    Judged(
                        cutoff, item.opco_id, said.status, said.history_band, said.probability, outcome, day
                    )
                )
    return seen


def calibrated(
    world: World, past: list[Judged], cutoff: date, opco_id: str, status: str, band: str, ref: Reference
) -> float:
    """The share that succeeded of what was alike and resolved by then; a worse record is never better."""
    known = [j for j in past if j.resolved_on is not None and j.resolved_on <= cutoff]
    cases = ref.whole("calibration_pseudo_observations")
    share = _drawn(known, _flat(world, opco_id, cutoff, ref), ref.whole("prior_attempts"))
    known = [j for j in known if j.status == status]
    share = _drawn(known, share, cases)
    blocks: list[tuple[Fraction, int, list[str]]] = []
    for name in [b["history_band"] for b in ref.history_bands]:
        alike = [j for j in known if j.history_band == name]
        blocks.append((sum(j.outcome or 0 for j in alike) + cases * share, len(alike) + cases, [name]))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            better, worse = blocks.pop(), blocks.pop()
            blocks.append((worse[0] + better[0], worse[1] + better[1], worse[2] + better[2]))
    return next(float(good / count) for good, count, names in blocks if band in names)


def _drawn(known: list[Judged], towards: Fraction, cases: int) -> Fraction:
    """A share, drawn towards another by cases that were not seen."""
    return (sum(j.outcome or 0 for j in known) + cases * towards) / (len(known) + cases)


def calibrate(world: World, past: list[Judged], ref: Reference) -> list[Row]:
    """One row a band, and one for all."""
    seen: list[Row] = [
        {
            "cutoff": j.cutoff,
            "status": j.status,
            "probability": j.probability,
            "calibrated": calibrated(world, past, j.cutoff, j.opco_id, j.status, j.history_band, ref),
            "flat": float(_flat(world, j.opco_id, j.cutoff, ref)),
            "policy": float(world.policy(j.opco_id, j.cutoff)["baseline_first_attempt_rate"]),
            "outcome": j.outcome,
        }
        for j in past
    ]
    rows = [
        _row(b["status"], b["label"], int(b["sort_order"]), _bound(b["probability_low"]),
             _bound(b["probability_high"]), [s for s in seen if s["status"] == b["status"]])
        for b in ref.bands
    ]  # fmt: skip
    last = max(int(b["sort_order"]) for b in ref.bands) + 1
    known = [s for s in seen if s["probability"] is not None]
    return [*rows, _row("all", "All with a probability", last, None, None, known)]


def _bound(text: str) -> float | None:
    return float(text) if text else None


def _is_ahead(item: Instalment, cutoff: date, horizon: date) -> bool:
    return (
        cutoff < item.due_on <= horizon
        and item.known_on <= cutoff
        and (item.ended_on is None or item.ended_on > cutoff)
    )


def _outcome(customer: Customer, item: Instalment, cutoff: date) -> tuple[int | None, date | None]:
    later = [a for a in customer.attempts if a["bill_id"] == item.bill_id and a["day"] > cutoff]
    if not later or later[0]["status"] == "pending":
        return None, None
    return (1 if later[0]["status"] == "success" else 0), later[0]["day"]


def _flat(world: World, opco_id: str, cutoff: date, ref: Reference) -> Fraction:
    first, last = window(cutoff, ref)
    firsts = [
        a["status"] == "success"
        for customer in world.customers.values()
        for a in customer.attempts
        if a["opco_id"] == opco_id
        and a["is_first"]
        and a["status"] != "pending"
        and first <= a["day"] <= last
    ]
    successes, tries = sum(firsts) + ref.whole("prior_successes"), len(firsts) + ref.whole("prior_attempts")
    return Fraction(successes, tries)


def _row(status: str, label: str, order: int, low: float | None, high: float | None, seen: list[Row]) -> Row:
    judged = [s for s in seen if s["outcome"] is not None]

    def mean(values: list[Any]) -> float | None:
        return None if not values or None in values else float(sum(values)) / len(values)

    def brier(name: str) -> float | None:
        if not judged or judged[0][name] is None:
            return None
        return mean([(s["outcome"] - s[name]) ** 2 for s in judged])

    observed = mean([s["outcome"] for s in judged])
    score, fitted, flat = brier("probability"), brier("calibrated"), brier("flat")
    held = None
    if observed is not None and low is not None and high is not None:
        held = low <= observed <= high
    return {
        "status": status,
        "label": label,
        "sort_order": order,
        "probability_low": low,
        "probability_high": high,
        "first_cutoff_on": min((s["cutoff"] for s in seen), default=None),
        "last_cutoff_on": max((s["cutoff"] for s in seen), default=None),
        "predictions": len(seen),
        "resolved_predictions": len(judged),
        "successes": sum(s["outcome"] for s in judged),
        "predicted_successes": None if score is None else float(sum(s["probability"] for s in judged)),
        "predicted_rate": mean([s["probability"] for s in judged]),
        "observed_rate": observed,
        "is_band_held": held,
        "brier_score": score,
        "calibrated_successes": float(sum(s["calibrated"] for s in judged)) if judged else None,
        "calibrated_rate": mean([s["calibrated"] for s in judged]),
        "calibrated_brier_score": fitted,
        "flat_rate": mean([s["flat"] for s in judged]),
        "flat_brier_score": flat,
        "policy_brier_score": brier("policy"),
        "brier_skill_score": None if score is None or not flat else 1 - score / flat,
        "calibrated_skill_score": None if fitted is None or not flat else 1 - fitted / flat,
    }
