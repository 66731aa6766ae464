"""The oracle on the cases from everyday trouble: it has to know them before it judges the warehouse."""

from datetime import date
from typing import Any

import pytest

import oracle
import oracle_risk
from billing_clerk import Books, keep_books
from billing_world import World
from cases import METHODS, everyday
from oracle.model import MINOR

LAST = date(2025, 12, 31)
Marts = dict[str, list[dict[str, Any]]]
both = pytest.mark.parametrize("method", METHODS)


@pytest.fixture(scope="module")
def told() -> Marts:
    raw = everyday().raw
    return {**oracle.build(raw, LAST), **oracle_risk.build(raw, LAST)}


@pytest.fixture(scope="module")
def books() -> Books:
    tables: Any = {table: [dict(row) for row in rows] for table, rows in everyday().raw.items()}
    return keep_books(World(0, accounts_count=0).with_tables(tables), LAST)


def at(told: Marts, account_id: str, *month_end: int) -> dict[str, Any]:
    wanted = (account_id, date(*month_end) if month_end else LAST)
    return next(r for r in told["fct_account_months"] if (r["account_id"], r["month_end"]) == wanted)


def periods(told: Marts, account_id: str) -> list[tuple[str, str, Any]]:
    return [
        (row["valid_from"].isoformat(), row["portfolio_category"], row["days_expired_at_start"])
        for row in told["fct_account_status_periods"]
        if row["account_id"] == account_id
    ]


def test_openings(told: Marts) -> None:
    assert periods(told, "shift-g") == [
        ("2025-01-01", "normal", 0),
        ("2025-04-11", "late", 1),
        ("2025-05-10", "defaulted", 30),
    ]
    assert periods(told, "shift-i")[0] == ("2025-01-01", "late", 1)
    assert at(told, "shift-g", 2025, 1, 31)["outstanding_balance"] == 60
    assert at(told, "shift-l", 2025, 3, 31)["outstanding_balance"] == 0
    assert not any(row["residual"] for row in told["fct_portfolio_roll_forward"])


def test_all_that_is_active_has_to_be_paid(told: Marts) -> None:
    assert periods(told, "full-a") == [("2025-01-01", "normal", 0)]
    assert [line[:2] for line in periods(told, "full-d")][1:] == [
        ("2025-01-16", "late"),
        ("2025-02-14", "defaulted"),
        ("2025-06-10", "normal"),
    ]


@both
def test_leaving_and_restructuring(told: Marts, method: str) -> None:
    assert periods(told, f"move_{method}-a")[-1] == ("2025-05-15", "other", None)
    assert at(told, f"bare_{method}-a")["days_expired"] == 296
    row = at(told, f"again_{method}-a", 2025, 8, 31)
    assert (row["restructures_count"], row["default_exits_count"], row["default_cures_count"]) == (1, 1, 0)
    rolls = {r["to_bucket"] for r in told["fct_roll_rates"]
             if (r["opco_id"], r["month_end"]) == (f"again_{method}", date(2025, 8, 31))}  # fmt: skip
    assert rolls == {"normal", "other", "restructured"}


@both
def test_balances(told: Marts, method: str) -> None:
    assert at(told, f"lower_{method}-a")["outstanding_balance"] == 460
    assert at(told, "lamp-a")["outstanding_balance"] == 225
    assert at(told, "twin-one")["outstanding_balance"] == at(told, "twin-two")["outstanding_balance"] == 210


def test_quarantine(told: Marts) -> None:
    reasons = {row["key"]: row["reason"] for row in told["quarantined_rows"]}
    assert reasons["7001"] == reasons["7002"] == "account_id: used by two opcos"
    assert {"typo-1", "typo-2", "typo-4", "copy-3", "copy-4", "yen-bad", "gulf-1", "ghost-2"} <= set(reasons)
    assert not [key for key in reasons if key.startswith("bounce") and not key.endswith("-e-r2")]


@both
def test_bills(books: Books, method: str) -> None:
    def open_of(*bill_ids: str) -> list[float]:
        return [books.bills[bill_id]["open_amount"] / MINOR for bill_id in bill_ids]

    o = f"mill_{method}"
    assert open_of(f"{o}-a-feb", f"{o}-a-apr", f"{o}-c-feb", f"{o}-c-apr") == [0, 80, 105, 0]
    found = books.bills[f"slow_{method}-a-bill"]
    assert (found["default_60d"], found["default_60d_allocated"]) == (False, False)
    a = books.receivables[f"early_{method}-b", date(2025, 5, 31)]
    assert (a["balance"], a["paid_off"] / MINOR) == (0, 320)
    assert books.receivables[f"mint_{method}-a", LAST]["arrears"] == 0
    assert books.flows[f"back_{method}", date(2025, 9, 30)]["recoveries"] / MINOR == 140
