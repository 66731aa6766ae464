"""Smart Collect against its oracle, and what must hold of it whatever the data."""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle_cases import Case
from smart_collect_cases import AS_OF, LOADED, Line, Raw, fixed_portfolio, portfolios
from smart_collect_runs import KEYS, differences, reference, rows_of, seed
from warehouse import REPO, Plan, compile_plan, workplace

# a month-end hides what happens between the months looked at and as_of
MID_MONTH = date(2024, 3, 17)
THRESHOLDS = sorted(row["threshold_id"] for row in seed("smart_collect_thresholds"))
SLOW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@pytest.fixture(scope="module")
def plan() -> Iterator[Plan]:
    """The models of Smart Collect, compiled once for one day."""
    with workplace() as place:
        yield compile_plan(place, list(KEYS), as_of_date=AS_OF.isoformat(), personal_data="clear")


@pytest.fixture(scope="module")
def mid_month_plan() -> Iterator[Plan]:
    """The same for a day in the middle of a month."""
    with workplace() as place:
        yield compile_plan(place, list(KEYS), as_of_date=MID_MONTH.isoformat(), personal_data="clear")


@pytest.mark.parametrize("number", range(4))
def test_many_borrowers_agree_with_the_oracle(plan: Plan, number: int) -> None:
    """Sixty borrowers a build."""
    assert differences(plan, fixed_portfolio(number, 60), AS_OF) == []


@pytest.mark.parametrize("number", range(10, 13))
def test_a_day_in_the_middle_of_a_month_agrees_too(mid_month_plan: Plan, number: int) -> None:
    """Instalments, payments and decisions on both sides of it."""
    assert differences(mid_month_plan, fixed_portfolio(number, 60), MID_MONTH) == []


@SLOW
@given(raw=portfolios())
def test_any_borrowers_agree_with_the_oracle(plan: Plan, raw: Raw) -> None:
    """As many as forty in one build; what fails shrinks to few."""
    assert differences(plan, raw, AS_OF) == []


def test_a_credit_bill_after_its_loan_ended_is_no_money(mid_month_plan: Plan) -> None:
    """It is void like any later bill of the loan, so the bill that names no loan stays open."""
    case = Case()
    case.account("a", "2023-06-01", account_type="loan")
    case.contract("k", "a", "2023-06-01", contract_type="loan", ended_on="2024-02-10", end_reason="completed")
    case.bill("open", "a", "2024-02-15", "2024-04-01", "100.00")
    case.bill("void", "a", "2024-02-20", "2024-04-01", "-100.00")["contract_id"] = "k"
    assert differences(mid_month_plan, case.raw, MID_MONTH) == []
    assert mid_month_plan.connection is not None
    rows = rows_of(mid_month_plan.connection, "smart_collect_upcoming")
    assert [(row["bill_id"], row["open_amount"]) for row in rows] == [("open", 100)]


def test_empty_tables_give_empty_marts(plan: Plan) -> None:
    """A company without loans has no Smart Collect; the calibration shows its bands, without numbers."""
    connection = plan.run({})
    for mart in KEYS:
        rows = rows_of(connection, mart)
        if mart == "smart_collect_calibration":
            assert [row["predictions"] for row in rows] == [0] * 6
        else:
            assert rows == []


# Reference data decides.


def smart_statements(plan: Plan) -> list[str]:
    """The models that thresholds can change."""
    return [statement for name, statement in plan.statements.items() if "smart" in name]


def everything(plan: Plan) -> dict[str, Any]:
    """All rows of all marts, in an order of their own."""
    assert plan.connection is not None
    return {mart: sorted(map(repr, rows_of(plan.connection, mart))) for mart in KEYS}


def test_the_list_of_settings_is_the_list_of_thresholds() -> None:
    """A threshold that no model reads, or one that is read but missing, is a mistake."""
    (path,) = (REPO / "models").rglob("int_smart_settings.sql")
    names, _, _ = path.read_text(encoding="utf-8").partition("select")
    assert sorted(re.findall(r"'([a-z_]+)',", names)) == THRESHOLDS


def test_changing_any_threshold_changes_the_output(plan: Plan) -> None:
    """Each threshold is raised and lowered, mildly and strongly; one of these must show."""
    connection = plan.run(fixed_portfolio(7, 40))
    before, table = everything(plan), "arrears.reference.smart_collect_thresholds"
    silent = []
    connection.execute(f"create or replace table kept as from {table}")
    for name in THRESHOLDS:
        changed = False
        for factor in (2.5, 0.34, 0.75, 1.3):
            if not changed:
                connection.execute(
                    f"update {table} set value = case when value = 1 and {factor} < 1 then 0"
                    f" else ceil(value * {factor} * 100) / 100 end where threshold_id = '{name}'"
                )
                for statement in smart_statements(plan):
                    connection.execute(statement)
                changed = everything(plan) != before
                connection.execute(f"create or replace table {table} as from kept")
        if not changed:
            silent.append(name)
    assert silent == []


def test_changing_a_band_changes_the_probability(plan: Plan) -> None:
    """Bands are reference data too."""
    connection = plan.run(fixed_portfolio(1, 60))
    before = {r["bill_id"]: r for r in rows_of(connection, "smart_collect_upcoming")}
    table = "arrears.reference.smart_collect_bands"
    connection.execute(f"create or replace table kept as from {table}")
    connection.execute(f"update {table} set probability_high = 0.99 where status = 'optimal_window'")
    for statement in smart_statements(plan):
        connection.execute(statement)
    after = {r["bill_id"]: r for r in rows_of(connection, "smart_collect_upcoming")}
    connection.execute(f"create or replace table {table} as from kept")
    moved = {b for b in before if before[b]["collection_probability"] != after[b]["collection_probability"]}
    assert moved == {b for b, row in before.items() if row["status"] == "optimal_window"}
    assert moved


# The probability.


def test_bands_do_not_overlap_and_rise_with_their_rule() -> None:
    """So that more money can never mean a lower probability."""
    bands = [b for b in reference().bands if b["probability_low"]]
    bounds = [(float(b["probability_low"]), float(b["probability_high"])) for b in bands]
    assert [b["status"] for b in bands] == ["optimal_window", "scheduled", "risky", "critical"]
    assert all(0 <= low <= high <= 1 for low, high in bounds)
    assert all(better[0] >= worse[1] for better, worse in itertools.pairwise(bounds))


def upcoming(plan: Plan, raw: Raw) -> dict[tuple[str, date], dict[str, Any]]:
    """Collections ahead by bill and day."""
    rows = rows_of(plan.run(raw, ["smart_collect_upcoming"]), "smart_collect_upcoming")
    return {(row["bill_id"], row["scheduled_on"]): row for row in rows}


@settings(SLOW, max_examples=6)
@given(number=st.integers(0, 10**6), more=st.sampled_from((1, 5000, 100000)))
def test_probability_never_falls_with_the_balance(plan: Plan, number: int, more: int) -> None:
    """The same borrowers, each with more on the account."""
    raw = fixed_portfolio(number, 40)
    poor = upcoming(plan, raw)
    for row in raw["bank_transactions"]:
        row["balance_after"] = f"{float(row['balance_after'] or 0) + more / 100:.2f}"
    rich = upcoming(plan, raw)
    for key in poor.keys() & rich.keys():
        if poor[key]["collection_probability"] is not None:
            assert rich[key]["collection_probability"] >= poor[key]["collection_probability"]


@settings(SLOW, max_examples=6)
@given(number=st.integers(0, 10**6))
def test_probability_never_falls_with_the_record(plan: Plan, number: int) -> None:
    """The same borrowers; each has one more success, of long ago and without a bill."""
    raw = fixed_portfolio(number, 40)
    before = upcoming(plan, raw)
    for account in raw["accounts"]:
        raw["attempts"].append(
            {
                "attempt_id": f"{account['account_id']}s",
                "account_id": account["account_id"],
                "attempted_at": "2024-01-15 08:00:00",
                "attempt_number": "2",
                "amount": "0.03",
                "method": "card",
                "status": "success",
                "loaded_at": LOADED,
            }
        )
    after = upcoming(plan, raw)
    assert before.keys() == after.keys()
    for key, row in before.items():
        if row["collection_probability"] is not None:
            assert after[key]["collection_probability"] > row["collection_probability"]


def test_probability_lies_inside_its_band(plan: Plan) -> None:
    """Also with no attempt at all."""
    bands = {b["status"]: b for b in reference().bands}
    rows = rows_of(plan.run(fixed_portfolio(3, 90)), "smart_collect_upcoming")
    assert {row["status"] for row in rows} == set(bands)
    for row in rows:
        band = bands[row["status"]]
        if row["status"] == "insufficient_history":
            assert row["collection_probability"] is None
        else:
            low, high = float(band["probability_low"]), float(band["probability_high"])
            assert low < row["collection_probability"] < high


# Nothing looks ahead.

PROFILE = """
select * exclude (is_live) from arrears.intermediate.int_smart_profiles
where cutoff_on = '{day}' and has_history order by customer_id
"""


def test_a_cutoff_of_the_past_sees_what_was_seen_then(plan: Plan) -> None:
    """The profile that the back-test uses is the one a build of that day would have made."""
    raw = fixed_portfolio(5, 60)
    for day in ("2024-01-31", "2023-12-31"):
        now = plan.run(raw).execute(PROFILE.format(day=day)).fetchall()
        with workplace() as place:
            then = compile_plan(place, list(KEYS), as_of_date=day)
            seen = then.run(raw).execute(PROFILE.format(day=day)).fetchall()
        assert seen
        # a loan that began later had no row of its own that day
        known = {_key(row): row for row in now}
        assert [known[_key(row)] for row in seen] == seen


def _key(row: tuple[Any, ...]) -> Any:
    return next(value for value in row if isinstance(value, str))


def test_rows_dated_after_as_of_change_nothing(plan: Plan) -> None:
    """A bank transaction, an attempt, a payment and a decision of tomorrow."""
    raw = fixed_portfolio(6, 40)
    plan.run(raw)
    before = everything(plan)
    account, bill = raw["accounts"][0]["account_id"], raw["bills"][0]["bill_id"]
    later: dict[str, Line] = {
        "bank_transactions": {
            "transaction_id": "later", "customer_id": "c0", "booked_at": "2024-04-01 20:00:00",
            "amount": "9999.00", "balance_after": "9999.00", "category": "salary",
        },
        "attempts": {
            "attempt_id": "later", "account_id": account, "bill_id": bill, "status": "success",
            "attempted_at": "2024-04-01 20:00:00", "attempt_number": "1", "amount": "1.00", "method": "card",
        },
        "payments": {
            "payment_id": "later", "account_id": account, "bill_id": bill, "amount": "999.00",
            "paid_at": "2024-04-01 20:00:00", "payment_type": "instalment",
        },
        "decisions": {
            "decision_id": "later", "decided_at": "2024-04-01 20:00:00", "decided_by": "x",
            "decision_type": "attempt", "bill_id": bill,
        },
    }  # fmt: skip
    for name, values in later.items():
        raw[name].append({**values, "loaded_at": LOADED})
    plan.run(raw)
    assert everything(plan) == before
