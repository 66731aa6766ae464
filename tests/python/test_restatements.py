"""Publish, learn more, see the difference; rebuild as it was known, and the published figures come again."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from oracle_cases import Case
from publishing import history
from publishing.steps import KEPT
from warehouse import Workplace, workplace, write_folder

AS_OF = "2024-04-30"
KNOWN = "2024-04-15 00:00:00"
Values = dict[tuple[str, str, str], float | None]


def raw() -> dict[str, Any]:
    """Two accounts; a payment and a write-off of March are loaded only in late April."""
    case = Case()
    for name in ("a", "b"):
        case.account(name, "2024-01-10")
        case.contract(
            f"k{name}", name, "2024-01-10", downpayment_days="5", financed_amount="300.00", term_days="300"
        )
        case.payment(f"p{name}", name, "2024-01-20 10:00:00", "40.00")
    case.payment("late", "a", "2024-03-10 10:00:00", "60.00")["loaded_at"] = "2024-04-20 08:00:00"
    ended = dict(case.raw["contracts"][1])
    ended.update(ended_on="2024-03-20", end_reason="written_off", loaded_at="2024-04-20 08:00:00")
    case.raw["contracts"].append(ended)
    for rows in case.raw.values():
        for row in rows:
            if row["loaded_at"] == "2024-01-01 00:00:00":
                row["loaded_at"] = "2024-01-31 00:00:00"
    return case.raw


class Warehouse:
    """One database file that is built again and again, as a company's is."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        write_folder(raw(), place.raw_path)
        self.variables = {"raw_source": "folder", "raw_path": str(place.raw_path), "as_of_date": AS_OF}
        self.built_with: dict[str, str] = {}
        place.seed(**self.variables)

    def build(self, **variables: str) -> None:
        selection = ["--select", "+restatements", "stg_loads_ahead", "--exclude", "path:seeds"]
        selection += ["resource_type:test"]
        self.built_with = variables
        self.place.dbt("build", *selection, "resource_type:unit_test", **{**self.variables, **variables})

    def publish(self) -> str:
        """The step of scripts/publish.py that keeps the values, and what it says; later than every row."""
        moment = {"publish": True, "published_at": "2024-12-31T00:00:00"}
        variables: dict[str, Any] = {**self.variables, **(self.built_with), **moment}
        with duckdb.connect(str(self.place.database), read_only=True) as connection:
            before = history.kept(connection)
        left_out = ["resource_type:test", "resource_type:unit_test"]
        self.place.dbt("build", "--select", *KEPT, "--exclude", *left_out, **variables)
        with duckdb.connect(str(self.place.database), read_only=True) as connection:
            return history.said(connection, before)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.place.database), read_only=True) as connection:
            rows: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return rows

    def restated(self) -> Values:
        query = (
            "select metric_id, cast(month_end as text), opco_id, published, known_now, difference"
            " from marts.restatements where is_restated"
        )
        return {row[:3]: row[5] for row in self.rows(query)}


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    with workplace() as place:
        yield Warehouse(place)


def published(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.rows("select * exclude (dbt_updated_at) from published.published_values order by all")


def test_publish_and_restate(warehouse: Warehouse) -> None:
    """One story: publish what is known in mid-April, learn more, publish again."""
    warehouse.build(known_at=KNOWN)
    assert warehouse.rows("select count(*) from marts.restatements") == [(0,)], "a build published"
    warehouse.publish()
    first = published(warehouse)
    assert first and warehouse.restated() == {}
    assert warehouse.rows("select distinct cast(published_on as text) from marts.restatements") == [
        ("2024-04-15",)
    ]

    warehouse.build()  # the late rows are known now
    restated = warehouse.restated()
    march, february = "2024-03-31", "2024-02-29"
    assert restated["write_off_count", march, "o"] == 1
    assert restated["contracted_portfolio_size", march, "all"] == -1
    # due by 31 March: 77 days each; 80 were paid of 154, and 137 (capped: 77 + 40) with the late 60
    assert restated["repayment_rate_paid_vs_plan", march, "o"] == pytest.approx((77 + 40) / 154 - 80 / 154)
    assert all(month != february for _, month, _ in restated), "nothing of February changed"
    assert published(warehouse) == first, "a build changed what was published"

    assert "differ from their first publication" in warehouse.publish()
    second = published(warehouse)
    assert warehouse.publish().startswith("No value is new")
    assert published(warehouse) == second, "the same figures were published twice"
    assert warehouse.rows(
        "select cast(published_on as text), cast(last_published_on as text), published, last_published,"
        " known_now from marts.restatements"
        " where metric_id = 'write_off_count' and month_end = '2024-03-31' and opco_id = 'o'"
    ) == [("2024-04-15", "2024-04-20", 0.0, 1.0, 1.0)], "the first publication stands beside the second"


def test_without_known_at_a_publication_is_as_young_as_its_rows() -> None:
    """Rows come in May, after as_of_date: what was known before the next came is what was published."""
    query = (
        "select published, last_published, known_now from marts.restatements"
        " where metric_id = 'repayment_rate_paid_vs_plan' and month_end = '2024-03-31' and opco_id = 'o'"
    )
    with workplace() as place:
        warehouse = Warehouse(place)
        rows = raw()
        for payment_id, loaded_at in (("may", "2024-05-02 08:00:00.25"), ("june", "2024-06-02 08:00:00")):
            payment = {**rows["payments"][1], "payment_id": payment_id, "amount": "7.00"}
            rows["payments"].append({**payment, "paid_at": "2024-03-12 10:00:00", "loaded_at": loaded_at})
        write_folder({**rows, "payments": rows["payments"][:-1]}, place.raw_path)
        warehouse.build()
        assert "known at 2024-05-02 08:00:00.25" in warehouse.publish()
        ((first, _, now),) = warehouse.rows(query)
        assert first == now

        write_folder(rows, place.raw_path)
        warehouse.build()
        ((_, last, now),) = warehouse.rows(query)
        assert last == first < now
        assert "known at 2024-06-02 08:00:00" in warehouse.publish(), "what came later was dropped"
        assert warehouse.rows(query) == [(first, now, now)]
        warehouse.build(known_at="2024-05-02 08:00:00.25")
        assert warehouse.rows(query) == [(first, now, first)]
        assert warehouse.restated() == {}, "built as it was known, it is what was published"
        assert warehouse.rows(
            "select count(*) from"
            " (select * from published.published_values where known_at < '2024-05-03') as published"
            " full outer join intermediate.int_month_end_values as found using (value_key)"
            " where published.value is distinct from found.value"
        ) == [(0,)], "and nothing else beside it"
