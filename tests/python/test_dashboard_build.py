"""What people decide on the dashboard is input of the next build, beside the company's own decisions."""

import csv
from datetime import date
from pathlib import Path

import pytest

from dashboard.decisions import DecisionStore
from warehouse import REPO, Raw, build, workplace

ACCOUNT, CUSTOMER, OPCO, BILL = "A90", "U90", "IN", "B90-10"


def rows(table: str, column: str, value: str) -> list[dict[str, str | None]]:
    with (REPO / "seeds" / "raw" / f"{table}.csv").open(newline="") as file:
        return [dict(row) for row in csv.DictReader(file) if row[column] == value]


@pytest.fixture(scope="module")
def company() -> Raw:
    """One borrower of the demo."""
    return {
        "opcos": rows("opcos", "opco_id", OPCO),
        "policies": rows("policies", "opco_id", OPCO),
        "customers": rows("customers", "customer_id", CUSTOMER),
        "accounts": rows("accounts", "account_id", ACCOUNT),
        "bills": rows("bills", "account_id", ACCOUNT),
    }


def test_stored_decisions_are_judged_like_any_other(
    company: Raw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "decisions.sqlite"
    monkeypatch.setenv("ARREARS_DECISIONS", str(path))
    own = {
        "decision_id": "own-1",
        "decided_at": "2025-12-30 08:00:00",
        "decided_by": "company",
        "decision_type": "attempt",
        "bill_id": BILL,
        "rescheduled_for": "",
        "reason": "",
        "loaded_at": "2025-12-30 09:00:00",
    }
    select, settings = ["+judged_decisions"], {"as_of_date": "2025-12-31"}
    sql = "select decision_id, row_status, decided_by, reason from staging.judged_decisions order by 1"
    with workplace() as place:
        # no store, no company's table: nothing is decided
        with build(place, company, select, **settings) as built:
            assert built.execute(sql).fetchall() == []
        stored, _ = DecisionStore(path).add(
            decided_by='carl, "the quick"',
            decision_type="reschedule",
            bill_id=BILL,
            rescheduled_for=date(2026, 1, 9),
            reason="after the salary,\nas agreed",
            idempotency_key="k",
            standing_still_on=date(2025, 12, 31),
        )
        told = (stored.decision_id, "accepted", 'carl, "the quick"', "after the salary,\nas agreed")
        with build(place, company, select, **settings) as built:
            assert built.execute(sql).fetchall() == [told]
        with build(place, {**company, "decisions": [own]}, select, **settings) as built:
            assert [row[0] for row in built.execute(sql).fetchall()] == sorted([stored.decision_id, "own-1"])
