"""The least a company can hand over: nothing at all, headers without a row, one account."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from oracle_cases import Case
from warehouse import BuildError, Raw, Workplace, build, input_columns, workplace

AS_OF = "2024-06-30"


@pytest.fixture(scope="module")
def place() -> Iterator[Workplace]:
    with workplace() as found:
        yield found


def green(place: Workplace, raw: Raw, **variables: str) -> duckdb.DuckDBPyConnection:
    """Build every model and run every data test."""
    left_out = ["resource_type:unit_test", "path:seeds,resource_type:seed"]
    return build(place, raw, command="build", exclude=left_out, as_of_date=AS_OF, **variables)


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of rows of every mart."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
    ).fetchall()
    found = {}
    for (name,) in names:
        row = connection.execute(f"select count(*) from marts.{name}").fetchone()
        assert row is not None
        found[name] = row[0]
    return found


def test_nothing_but_headers_builds_green(place: Workplace) -> None:
    with green(place, {name: [] for name in input_columns()}) as connection:
        found = counts(connection)
        assert connection.execute("select sum(rows_read) from marts.input_reconciliation").fetchone() == (0,)
        connection.execute("drop schema raw cascade")
    assert found["input_reconciliation"] == len(input_columns())
    assert found["dim_metrics"] > 50
    assert found["fct_account_months"] == found["fct_metric_values"] == found["fct_bills"] == 0
    # no table at all is a mistake
    with pytest.raises(BuildError, match="opcos, policies, customers, accounts: not given in schema raw"):
        build(place, {}, raw_source="schema", as_of_date=AS_OF)


def test_one_account_builds_green(place: Workplace) -> None:
    case = Case()
    case.account("a", "2024-01-10")
    case.contract("k", "a", "2024-01-10", financed_amount="100.00", term_days="100")
    case.payment("p", "a", "2024-01-11 10:00:00", "10.00")
    with green(place, case.raw) as connection:
        assert connection.execute(
            "select month_end, portfolio_category, days_expired, outstanding_balance"
            " from marts.fct_account_months order by month_end"
        ).fetchall()[:2] == [
            (date(2024, 1, 31), "late", 11, 90),
            (date(2024, 2, 29), "defaulted", 40, 90),
        ]
