"""The analyses are runnable, and the numbers of two of them on small portfolios are those counted by hand."""

from collections.abc import Iterator

import pytest

from oracle_cases import Case
from warehouse import Plan, compile_plan, workplace

AS_OF = "2024-06-30"
Analyses = tuple[Plan, dict[str, str]]


@pytest.fixture(scope="module")
def compiled() -> Iterator[Analyses]:
    """Every analysis, and the models that it reads."""
    with workplace() as place:
        variables = {"raw_source": "schema", "as_of_date": AS_OF}
        place.seed(**variables)
        outcome = place.dbt("compile", "--select", "path:analyses", **variables).result.results
        nodes = [result.node for result in outcome if result.node.resource_type == "analysis"]
        keys = {key for node in nodes for key in node.depends_on_nodes if key.startswith("model.")}
        plan = compile_plan(place, sorted(key.split(".")[-1] for key in keys), as_of_date=AS_OF)
        yield plan, {node.name: node.compiled_code for node in nodes}


def rows_of(compiled: Analyses, name: str, case: Case) -> list[dict[str, object]]:
    """What an analysis says of a portfolio."""
    plan, analyses = compiled
    cursor = plan.run(case.raw).execute(analyses[name])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_every_analysis_runs_on_empty_tables(compiled: Analyses) -> None:
    plan, analyses = compiled
    assert len(analyses) >= 6
    connection = plan.run({})
    for text in analyses.values():
        connection.execute(text).fetchall()


def test_calls_without_an_agent_count_when_money_follows(compiled: Analyses) -> None:
    """Two calls in the bucket, one paid in its window of seven days, one after it: (1 + 1) / (2 + 3)."""
    case = Case()
    for account_id, agent_id, paid_on, amount in (("a", None, 13, "5.00"), ("b", "g", 25, "1.00")):
        case.account(account_id, "2023-12-01", account_type="utility")
        case.bill(account_id, account_id, "2024-01-01", "2024-01-10", "100.00")
        case.payment(account_id, account_id, f"2024-06-{paid_on} 10:00:00", amount, payment_type="bill")
        case.add(
            "actions",
            action_id=account_id,
            account_id=account_id,
            action_at="2024-06-12 09:00:00",
            action_type="call",
            action_name="Call",
            agent_id=agent_id,
        )
    rows = rows_of(compiled, "who_to_call_first", case)
    assert [(row["account_id"], row["share_that_pays"], row["expected_amount"]) for row in rows] == [
        ("b", 0.4, pytest.approx(99 * 0.4)),
        ("a", 0.4, pytest.approx(95 * 0.4)),
    ]


def test_no_segment_is_among_the_riskiest_and_the_safest(compiled: Analyses) -> None:
    """Six segments of thirty bills or more: three at each end. Every third bill is lost."""
    case = Case()
    for number in range(40):
        bill_id = f"a{number:02d}"
        tariff = "t1" if number < 31 else "t2"
        case.account(bill_id, "2023-12-01", account_type="utility", tariff=tariff)
        case.bill(bill_id, bill_id, "2024-01-01", "2024-01-15", "10.00")
        if number % 3:
            case.payment(bill_id, bill_id, "2024-01-20 10:00:00", "10.00", payment_type="bill")
    rows = rows_of(compiled, "riskiest_and_safest_segments", case)
    assert [row["end_of_the_list"] for row in rows] == ["riskiest"] * 3 + ["safest"] * 3
    assert (rows[0]["label"], rows[0]["bills_count"], rows[0]["lost_count"]) == ("t1", 31, 11)
    assert [row["lost_count"] for row in rows[1:]] == [14] * 5
