"""Promises and credit for payments against the oracle, and the oracle against the rulings."""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collections_cases import AS_OF, Line, Rows, company, day, pack
from oracle_collections import attribute, judge_promises, read_companies
from warehouse import Plan, compile_plan, workplace

# a failing example names its rows by key already; shrinking packed cases takes minutes
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
MODELS = ["fct_promises", "int_payment_attributions", "fct_agent_months", "fct_collection_actions"]


@pytest.fixture(scope="module")
def plan() -> Iterator[Plan]:
    with workplace() as place:
        yield compile_plan(place, MODELS, as_of_date=AS_OF.isoformat())


def found_promises(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[object, ...]]:
    rows = connection.execute(
        "select action_id, promise_status, kept_on, broken_on, matures_on, cast(paid_amount * 100 as bigint)"
        " from marts.fct_promises"
    ).fetchall()
    return {row[0]: row[1:] for row in rows}


def expected_promises(raw: Rows) -> dict[str, tuple[object, ...]]:
    expected: dict[str, tuple[object, ...]] = {}
    for desk in read_companies(raw, AS_OF):
        for action_id, promise in judge_promises(desk).items():
            status = promise.status(AS_OF)
            broken_on = promise.judged_on if status == "broken" else None
            expected[action_id] = (status, promise.kept_on, broken_on, promise.judged_on, promise.paid_cents)
    return expected


@settings(max_examples=20, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(companies=st.lists(company(), min_size=10, max_size=20))
def test_sql_agrees_with_the_oracle(plan: Plan, companies: list[Rows]) -> None:
    raw = pack(companies)
    connection = plan.run(raw)
    assert found_promises(connection) == expected_promises(raw)
    found = {
        row[0]: None if row[1] is None else (row[1], row[2])
        for row in connection.execute(
            "select payment_id, action_id, agent_id from intermediate.int_payment_attributions"
        ).fetchall()
    }
    expected: dict[str, tuple[str, str] | None] = {}
    for desk in read_companies(raw, AS_OF):
        expected |= attribute(desk)
    assert found == expected


@settings(max_examples=5, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(companies=st.lists(company(), min_size=10, max_size=20))
def test_each_payment_is_credited_once(plan: Plan, companies: list[Rows]) -> None:
    """Agents, actions and payments hold the same money, and no more than was paid."""
    raw = pack(companies)
    connection = plan.run(raw)
    paid = sum(payment.cents for desk in read_companies(raw, AS_OF) for payment in desk.payments)
    sums = connection.execute(
        "select (select coalesce(sum(revenue), 0) from marts.fct_agent_months),"
        " (select coalesce(sum(attributed_amount), 0) from marts.fct_collection_actions),"
        " (select coalesce(sum(case when action_id is not null then amount end), 0)"
        " from intermediate.int_payment_attributions),"
        " (select coalesce(sum(amount), 0) from intermediate.int_payment_attributions)"
    ).fetchone()
    assert sums is not None
    assert sums[0] == sums[1] == sums[2] <= sums[3]
    assert int(sums[3] * 100) == paid


# The oracle against what the rulings say in so many words.


def desk(actions: list[Line], payments: list[Line], grace: str = "2", window: str = "7") -> Rows:
    return {
        "opcos": [{"opco_id": "o", "timezone": "UTC"}],
        "policies": [
            {
                "opco_id": "o",
                "valid_from": "2024-01-01",
                "attribution_window_days": window,
                "promise_grace_days": grace,
            }
        ],
        "accounts": [{"account_id": "a", "opco_id": "o"}],
        "actions": [
            {
                "account_id": "a",
                "action_type": "call",
                "agent_id": "g",
                "new_status": "promise_to_pay",
                "promised_amount": "10.00",
                "promised_for": day(5),
                **line,
            }
            for line in actions
        ],
        "payments": [
            {"account_id": "a", "payment_type": "instalment", "amount": "10.00", **line} for line in payments
        ],
    }


@pytest.mark.parametrize(
    ("paid_on", "as_of", "status"),
    [(7, 8, "kept"), (8, 8, "broken"), (None, 6, "open"), (None, 7, "broken")],
)
def test_a_promise_is_kept_by_its_day_plus_grace(paid_on: int | None, as_of: int, status: str) -> None:
    payments: list[Line] = (
        [] if paid_on is None else [{"payment_id": "p", "paid_at": f"{day(paid_on)} 23:00:00"}]
    )
    raw = desk([{"action_id": "x", "action_at": f"{day(0)} 09:00:00"}], payments)
    today = date.fromisoformat(day(as_of))
    assert judge_promises(read_companies(raw, today)[0])["x"].status(today) == status


def test_a_payment_counts_for_the_latest_promise_before_it() -> None:
    raw = desk(
        [
            {"action_id": "x", "action_at": f"{day(0)} 09:00:00"},
            {"action_id": "y", "action_at": f"{day(1)} 09:00:00"},
        ],
        [{"payment_id": "p", "paid_at": f"{day(1)} 09:00:00"}],
    )
    judged = judge_promises(read_companies(raw, AS_OF)[0])
    assert (judged["x"].paid_cents, judged["y"].paid_cents) == (0, 1000)


def test_of_two_contacts_at_one_moment_the_greater_id_is_credited() -> None:
    raw = desk(
        [
            {"action_id": "x2", "action_at": f"{day(0)} 09:00:00"},
            {"action_id": "x1", "action_at": f"{day(0)} 09:00:00"},
        ],
        [
            {"payment_id": "p", "paid_at": f"{day(7)} 09:00:00"},
            {"payment_id": "q", "paid_at": f"{day(8)} 09:00:00"},
        ],
    )
    assert attribute(read_companies(raw, AS_OF)[0]) == {"p": ("x2", "g"), "q": None}


def test_a_reversal_removes_its_payment_from_all_days() -> None:
    raw = desk(
        [{"action_id": "x", "action_at": f"{day(0)} 09:00:00"}],
        [
            {"payment_id": "p", "paid_at": f"{day(1)} 09:00:00"},
            {
                "payment_id": "r",
                "paid_at": f"{day(20)} 09:00:00",
                "payment_type": "reversal",
                "reverses_payment_id": "p",
            },
        ],
    )
    before, after = (date.fromisoformat(day(number)) for number in (19, 20))
    assert judge_promises(read_companies(raw, before)[0])["x"].kept_on == date.fromisoformat(day(1))
    assert judge_promises(read_companies(raw, after)[0])["x"].kept_on is None
    assert after - before == timedelta(days=1)
