"""Roll rates, credit loss, repayment and the lab of random portfolios, against the second way to them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

import oracle_risk
from agreement import same
from oracle.model import MINOR
from portfolio_runs import Moment, portfolios, with_rates
from strategies import pack
from warehouse import Plan, compile_plan, workplace

TERMS = ("30", "90", None, "10", "200", "1", "0", "5", "45")
# mart: key, values, and columns that the second way holds in whole cents
MARTS = {
    "fct_roll_rates": (
        "month_end opco_id from_bucket to_bucket",
        "accounts balance opening_accounts opening_balance rate balance_rate",
        "",
    ),
    "fct_expected_credit_losses": (
        "account_id month_end",
        "stage pd lgd ead ecl is_indicative",
        "",
    ),
    "fct_contract_repayment_months": (
        "contract_id month_end",
        "has_reached_day_90 has_reached_2x is_owned_by_2x",
        "due paid applied financed due_in_month received_in_month due_by_day_90 applied_by_day_90"
        " due_over_term applied_by_2x",
    ),
    "fct_repayment_kpis": (
        "month_end dimension dimension_value metric_id",
        "numerator denominator value",
        "",
    ),
    "definition_lab": ("month_end opco_id measure basis", "numerator denominator value", ""),
}
# converted money is rounded to six decimals, once in each cell of a sum
ROUNDING = Decimal("0.00002")
MOMENTS = (
    Moment(date(2024, 12, 15)),
    Moment(date(2024, 8, 31), datetime(2024, 9, 15, 12, 0, 0)),
)


@pytest.fixture(scope="module", params=MOMENTS, ids=str)
def planned(request: pytest.FixtureRequest) -> Iterator[tuple[Moment, Plan]]:
    with workplace() as place:
        yield request.param, compile_plan(place, tuple(MARTS), **request.param.variables)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_portfolios_agree(planned: tuple[Moment, Plan], seed: int) -> None:
    moment, plan = planned
    rows = with_rates(pack(list(portfolios(seed, 0, 60).values())))
    for number, line in enumerate(rows["contracts"]):
        line["term_days"] = TERMS[number % len(TERMS)]
    connection = plan.run(rows)
    expected = oracle_risk.build(rows, moment.as_of, known_at=moment.known_at)
    found = [text for mart in MARTS for text in differences(connection, mart, expected[mart])]
    assert not found, "\n".join([f"{len(found)} differences", *found[:25]])


def differences(
    connection: duckdb.DuckDBPyConnection, mart: str, rows: list[dict[str, Any]]
) -> Iterator[str]:
    key, values, cents = (part.split() for part in MARTS[mart])
    columns = [*values, *cents]
    where = "where measure <> 'default_60d_rate'" if mart == "definition_lab" else ""
    got = {
        line[: len(key)]: line[len(key) :]
        for line in connection.execute(
            f"select {', '.join(key + columns)} from marts.{mart} {where}"
        ).fetchall()
    }
    assert rows and len(got) == count(connection, mart, where)
    for row in rows:
        place = tuple(row[column] for column in key)
        found = got.pop(place, None)
        if found is None:
            yield f"{mart} {place}: missing"
            continue
        for column, other in zip(columns, found, strict=True):
            wanted = row[column]
            if column in cents and wanted is not None:
                wanted = Decimal(wanted) / MINOR
            if not same(wanted, other, tolerance(column, row)):
                yield f"{mart} {place} {column}: expected {wanted}, got {other}"
    for place in got:
        yield f"{mart} {place}: not expected"


def tolerance(column: str, row: Mapping[str, Any]) -> Decimal:
    if column in ("rate", "value", "balance_rate"):
        below = row.get("opening_balance" if column == "balance_rate" else "denominator")
        # both sides of a ratio may be off
        return ROUNDING * (1 + abs(Decimal(row[column] or 0))) / abs(below) if below else Decimal(0)
    if column == "pd":
        return Decimal("1e-9")
    if column == "ecl":
        return Decimal("1e-5")
    return ROUNDING


def count(connection: duckdb.DuckDBPyConnection, mart: str, where: str) -> int:
    row = connection.execute(f"select count(*) from marts.{mart} {where}").fetchone()
    assert row is not None
    return int(row[0])
