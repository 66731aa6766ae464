"""The warehouse against the oracle: hundreds of random portfolios in one build, at several moments."""

from collections.abc import Iterator, Mapping, Sequence

import duckdb
import pytest

import oracle
from agreement import MART_NAMES, MARTS, Difference, Mart, Row, differences
from portfolio_runs import MOMENTS, Moment, arpu_bands, compare, portfolios, smallest_case, with_rates
from strategies import pack
from warehouse import Plan, Workplace, build, compile_plan, workplace

# Always the same portfolios; scripts/oracle_runs.py draws others.
SEED = 11
MEMBERS = portfolios(SEED, 0, 220)
ROWS = with_rates(pack(list(MEMBERS.values())))
FEW = with_rates(pack(list(MEMBERS.values())[:12]))
NEEDED = [f"+{mart}" for mart in MART_NAMES]


@pytest.fixture(scope="module")
def place() -> Iterator[Workplace]:
    with workplace() as found:
        yield found


def explain(plan: Plan, moment: Moment, found: list[Difference]) -> str:
    """The smallest case that still differs, or else the differences as they were found."""
    case = smallest_case(plan, MEMBERS, moment, found)
    return str(case or "\n".join(map(str, found[:20])))


def test_a_dbt_run_on_files_agrees(place: Workplace) -> None:
    moment = MOMENTS[0]
    with build(place, ROWS, NEEDED, **moment.variables) as connection:
        found = compare(connection, ROWS, moment)
    if found:
        pytest.fail(explain(compile_plan(place, MART_NAMES, **moment.variables), moment, found))


@pytest.mark.parametrize("moment", MOMENTS[1:], ids=str)
def test_text_tables_agree(place: Workplace, moment: Moment) -> None:
    plan = compile_plan(place, MART_NAMES, **moment.variables)
    found = compare(plan.run(ROWS), ROWS, moment)
    if found:
        pytest.fail(explain(plan, moment, found))
    plan.close()


# The comparison itself must be able to fail.

Sides = tuple[duckdb.DuckDBPyConnection, Mapping[str, Sequence[Row]]]


@pytest.fixture(scope="module")
def sides(place: Workplace) -> Iterator[Sides]:
    moment = MOMENTS[1]
    plan = compile_plan(place, MART_NAMES, **moment.variables)
    yield plan.run(FEW), oracle.build(FEW, moment.as_of, arpu_bands=arpu_bands())
    plan.close()


def after(sides: Sides, mart: str, statement: str) -> list[Difference]:
    """The differences once a statement has spoilt the mart."""
    connection, expected = sides
    connection.execute(f"begin; {statement}")
    found = differences(connection, expected, [mart])
    connection.execute("rollback")
    return found


@pytest.mark.parametrize("mart", MART_NAMES)
def test_a_missing_and_a_doubled_row_are_seen(sides: Sides, mart: str) -> None:
    one = f"marts.{mart} where rowid = (select max(rowid) from marts.{mart})"
    assert after(sides, mart, "select 1") == []
    assert len(after(sides, mart, f"delete from {one}")) == 1
    assert len(after(sides, mart, f"insert into marts.{mart} select * from {one}")) == 1


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_a_wrong_value_is_seen_in_every_column(sides: Sides, mart: Mart) -> None:
    connection, _ = sides
    for column in mart.values:
        row = connection.execute(
            f"select max(rowid) from marts.{mart.name} where {column} is not null"
        ).fetchone()
        if row is not None and row[0] is not None:
            statement = f"update marts.{mart.name} set {column} = null where rowid = {row[0]}"
            assert [d.column for d in after(sides, mart.name, statement)] == [column]
