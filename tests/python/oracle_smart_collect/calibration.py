"""The back-test: what would have been said at past month-ends, and what happened."""

from datetime import date
from typing import Any

from .history import month_end, predict, profile, window
from .world import Customer, Instalment, Reference, Row, World


def cutoffs(as_of: date, ref: Reference) -> list[date]:
    """Past month-ends, as many as the threshold says; as_of itself has no future yet."""
    ends = [month_end(as_of, -back) for back in range(ref.whole("calibration_months") + 1)]
    return [end for end in ends if end < as_of]


def calibrate(world: World, ref: Reference) -> list[Row]:
    """One row a band, and one for all."""
    seen: list[Row] = []
    for cutoff in cutoffs(world.as_of, ref):
        horizon = month_end(cutoff, ref.whole("calibration_horizon_months"))
        for customer in world.customers.values():
            items = [i for i in customer.instalments if _is_ahead(i, cutoff, horizon)]
            found = profile(customer, cutoff, ref) if items else None
            for item in items:
                assert found is not None
                said = predict(found, item.cents, cutoff, item.due_on, ref)
                opco_id = item.opco_id
                seen.append(
                    {
                        "cutoff": cutoff,
                        "status": said.status,
                        "probability": said.probability,
                        "flat": _flat(world, opco_id, cutoff, ref),
                        "policy": float(world.policy(opco_id, cutoff)["baseline_first_attempt_rate"]),
                        "outcome": _outcome(customer, item, cutoff),
                    }
                )
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
        and (item.settled_on is None or item.settled_on > cutoff)
        and (item.removed_on is None or item.removed_on > cutoff)
    )


def _outcome(customer: Customer, item: Instalment, cutoff: date) -> int | None:
    later = [a for a in customer.attempts if a["bill_id"] == item.bill_id and a["day"] > cutoff]
    if not later or later[0]["status"] == "pending":
        return None
    return 1 if later[0]["status"] == "success" else 0


def _flat(world: World, opco_id: str, cutoff: date, ref: Reference) -> float:
    first, last = window(cutoff, ref)
    firsts = [
        a["status"] == "success"
        for customer in world.customers.values()
        for a in customer.attempts
        if a["opco_id"] == opco_id
        and a["attempt_number"] == 1
        and a["status"] != "pending"
        and first <= a["day"] <= last
    ]
    successes, tries = sum(firsts) + ref.whole("prior_successes"), len(firsts) + ref.whole("prior_attempts")
    return float(successes / tries)


def _row(status: str, label: str, order: int, low: float | None, high: float | None, seen: list[Row]) -> Row:
    judged = [s for s in seen if s["outcome"] is not None]

    def mean(values: list[Any]) -> float | None:
        return None if not values or None in values else float(sum(values)) / len(values)

    def brier(name: str) -> float | None:
        if not judged or judged[0][name] is None:
            return None
        return mean([(s["outcome"] - s[name]) ** 2 for s in judged])

    observed = mean([s["outcome"] for s in judged])
    score, flat = brier("probability"), brier("flat")
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
        "flat_rate": mean([s["flat"] for s in judged]),
        "flat_brier_score": flat,
        "policy_brier_score": brier("policy"),
        "brier_skill_score": None if score is None or not flat else 1 - score / flat,
    }
