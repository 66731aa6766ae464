"""Every metric of the registry has its column, test, definition and worked example, under one word."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from warehouse import parsed

ROOT = Path(__file__).resolve().parents[2]

Row = dict[str, str]


def registry() -> list[Row]:
    with (ROOT / "seeds/reference/metrics.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


METRICS = [row for row in registry() if row["item_type"] == "metric"]


def by_id(row: Row) -> str:
    return row["metric_id"]


@pytest.fixture(scope="session")
def columns() -> dict[str, set[str]]:
    """Columns of every mart, from its contract; contracts are enforced, so a build has no others."""
    return {
        node.name: set(node.columns)
        for node in parsed("schema").nodes.values()
        if node.resource_type == "model" and node.contract.enforced
    }


@pytest.mark.parametrize("row", METRICS, ids=by_id)
def test_the_mart_has_the_column(row: Row, columns: dict[str, set[str]]) -> None:
    assert row["mart_column"] in columns.get(row["mart"], set())


@pytest.mark.parametrize("row", [row for row in registry() if row["item_type"] != "metric"], ids=by_id)
def test_dimensions_and_columns_are_where_they_are_said_to_be(row: Row, columns: dict[str, set[str]]) -> None:
    assert row["mart_column"] in columns.get(row["mart"], set())


@pytest.mark.parametrize("row", METRICS, ids=by_id)
def test_the_metric_has_its_own_test(row: Row) -> None:
    text = (ROOT / "checks/tests/glossary" / f"{row['metric_id']}.sql").read_text(encoding="utf-8")
    assert re.match(r"-- \S.{10,}", text), "the first line says what is counted"
    assert row["mart"] in text or row["metric_id"] in text


@pytest.mark.parametrize("row", METRICS, ids=by_id)
def test_the_metric_is_defined_and_shown_by_an_example(row: Row) -> None:
    assert len(row["description"]) >= 30
    assert row["formula"]
    assert row["numerator"]
    assert re.search(r"\d", row["worked_example"])


def test_every_glossary_test_belongs_to_a_metric() -> None:
    files = {path.stem for path in (ROOT / "checks/tests/glossary").glob("*.sql")}
    assert files <= {row["metric_id"] for row in METRICS}, files - {row["metric_id"] for row in METRICS}


# ---------------------------------------------------------------- formulas


@cache
def portfolio_metrics() -> dict[str, tuple[str, str]]:
    """Numerator and denominator of each portfolio metric, as the macro has them."""
    import jinja2

    text = (ROOT / "macros/portfolio/portfolio_metrics.sql").read_text(encoding="utf-8")
    text += (ROOT / "macros/portfolio/transition_columns.sql").read_text(encoding="utf-8")
    returned: list[object] = []

    def give_back(value: object) -> str:
        returned.append(value)
        return ""

    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    thresholds = [1, 7, 30, 60, 90, 120]
    environment.globals.update({"return": give_back})
    macros, _, _ = text.partition("{# Days past which")
    template = environment.from_string(macros + "{{ portfolio_metrics() }}")
    template.render(par_thresholds=lambda: thresholds)
    (metrics,) = returned
    assert isinstance(metrics, list)
    assert f"return({thresholds})" in text
    return {metric_id: (numerator, denominator or "") for metric_id, numerator, denominator in metrics}


def test_the_macro_computes_what_the_registry_says() -> None:
    documented = {row["metric_id"]: (row["numerator"], row["denominator"]) for row in METRICS}
    assert portfolio_metrics()
    for metric_id, formula in portfolio_metrics().items():
        assert formula == documented[metric_id], metric_id


def test_the_macro_holds_every_portfolio_metric() -> None:
    wide = {row["metric_id"] for row in METRICS if row["mart"] == "fct_portfolio_kpis"}
    assert wide <= set(portfolio_metrics())
    assert set(portfolio_metrics()) - wide == {"portfolio_in_default_cohort"}
    glossary = {row["metric_id"] for row in METRICS if row["glossary_number"]}
    assert glossary - set(portfolio_metrics()) == {"notifications_count"}
