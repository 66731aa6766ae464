"""The calibrated probability is worth reading: better than the bands and than one share for everybody."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from random import Random
from typing import Any

import pytest

from smart_collect_cases import TABLES, Raw
from smart_collect_lenders import lender
from smart_collect_runs import rows_of
from warehouse import REPO, Plan, compile_plan, workplace

AS_OF = date(2025, 12, 31)
MARTS = ["smart_collect_calibration", "smart_collect_upcoming"]


@pytest.fixture(scope="module")
def plan() -> Iterator[Plan]:
    """The two marts, compiled for the last day of the demo."""
    with workplace() as place:
        yield compile_plan(place, MARTS, as_of_date=AS_OF.isoformat())


def demo() -> Raw:
    """The demo's rows of the tables that Smart Collect reads."""
    raw: Raw = {}
    for table in TABLES:
        with (REPO / "seeds" / "raw" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            raw[table] = [dict(row) for row in csv.DictReader(file)]
    lenders = {row["opco_id"] for row in raw["accounts"] if row["account_type"] == "loan"}
    accounts = {row["account_id"] for row in raw["accounts"] if row["opco_id"] in lenders}
    for table in ("accounts", "customers"):
        raw[table] = [row for row in raw[table] if row["opco_id"] in lenders]
    for table in ("contracts", "bills", "payments", "attempts"):
        raw[table] = [row for row in raw[table] if row["account_id"] in accounts]
    return raw


def scores(plan: Plan, raw: Raw) -> dict[str, Any]:
    """The row of all predictions with a probability."""
    rows = rows_of(plan.run(raw, MARTS), "smart_collect_calibration")
    (row,) = [row for row in rows if row["status"] == "all"]
    return row


def test_it_is_better_than_bands_and_one_share_on_the_demo(plan: Plan) -> None:
    """By Brier score: smaller is better."""
    row = scores(plan, demo())
    assert row["resolved_predictions"] > 100
    assert row["calibrated_brier_score"] < min(row["brier_score"], row["flat_brier_score"])


@pytest.mark.parametrize("seed", range(4))
def test_it_is_better_than_bands_and_one_share_for_random_lenders(plan: Plan, seed: int) -> None:
    """Eighty borrowers each, of whom some do not want to pay, whatever their bank account says."""
    row = scores(plan, lender(seed, 80, AS_OF))
    assert row["resolved_predictions"] > 200
    assert row["calibrated_brier_score"] < min(row["brier_score"], row["flat_brier_score"])


def by_chance(raw: Raw) -> Raw:
    """The same rows, but whose attempts succeeded is drawn anew, so that a bad record says nothing."""
    random = Random(1)
    for row in raw["attempts"]:
        row["status"] = random.choice(("success", "failed"))
    return raw


@pytest.mark.parametrize(
    "raw", [lender(9, 60, AS_OF), by_chance(lender(9, 60, AS_OF))], ids=["lender", "chance"]
)
def test_a_worse_record_is_never_more_likely(plan: Plan, raw: Raw) -> None:
    """Of two collections of an opco with one status, whatever was seen of either record."""
    rows = rows_of(plan.run(raw, MARTS), "smart_collect_upcoming")

    def record(row: dict[str, Any]) -> float:
        return float((row["successful_attempts"] + 1) / (row["resolved_attempts"] + 2))

    pairs = [
        (left, right)
        for left, right in combinations(sorted(rows, key=record), 2)
        if (left["opco_id"], left["status"]) == (right["opco_id"], right["status"])
        and record(left) < record(right)
    ]
    assert all(left["calibrated_probability"] <= right["calibrated_probability"] for left, right in pairs)
    assert pairs
