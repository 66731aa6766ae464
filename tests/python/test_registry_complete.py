"""Every metric of the glossary has its column, its test and its worked example, under one word."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import glossary
from glossary import Entry, by_id
from warehouse import parsed

ROOT = Path(__file__).resolve().parents[2]
METRICS = glossary.metrics()


@cache
def columns() -> dict[str, set[str]]:
    """Columns of every mart, from its contract; contracts are enforced, so a build has no others."""
    return {
        node.name: set(node.columns)
        for node in parsed("schema").nodes.values()
        if node.resource_type == "model" and node.contract.enforced
    }


@pytest.mark.parametrize("entry", glossary.glossary(), ids=by_id)
def test_the_mart_has_the_column(entry: Entry) -> None:
    assert entry["mart_column"] in columns().get(entry["mart"], set())


@pytest.mark.parametrize("entry", METRICS, ids=by_id)
def test_the_metric_has_its_own_test(entry: Entry) -> None:
    text = (ROOT / "checks/tests/glossary" / f"{entry['metric_id']}.sql").read_text(encoding="utf-8")
    assert re.match(r"-- \S.{10,}", text), "the first line says what is counted"
    assert entry["mart"] in text or entry["metric_id"] in text


@pytest.mark.parametrize("entry", METRICS, ids=by_id)
def test_the_metric_is_defined_and_shown_by_an_example(entry: Entry) -> None:
    assert len(entry["description"]) >= 30
    assert re.search(r"\d", entry["worked_example"])


def test_every_glossary_test_belongs_to_a_metric() -> None:
    files = {path.stem for path in (ROOT / "checks/tests/glossary").glob("*.sql")}
    assert files == {entry["metric_id"] for entry in METRICS}


def homes() -> Iterator[str]:
    """Every id once for each place that defines it."""
    for path in (ROOT / "models").rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r"^  - name: (\w+)\n    label:", text, flags=re.MULTILINE)


def test_a_metric_has_one_home() -> None:
    found = list(homes())
    assert len(found) == len(set(found))
    assert set(found) == {entry["metric_id"] for entry in METRICS if "semantic_metric" in entry}
