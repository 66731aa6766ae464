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
    for document in glossary.documents(ROOT / "models"):
        yield from (metric["name"] for metric in document.get("metrics", []) if "label" in metric)


def test_a_metric_has_one_home() -> None:
    found = list(homes())
    assert len(found) == len(set(found))
    assert set(found) == {entry["metric_id"] for entry in METRICS if "semantic_metric" in entry}


@cache
def texts(pattern: str) -> str:
    """Every SQL file of some folders, as one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob(pattern))


@pytest.mark.parametrize("entry", METRICS, ids=by_id)
def test_the_id_is_found_where_the_metric_is_made(entry: Entry) -> None:
    assert re.search(rf"\b{entry['metric_id']}\b", texts("models/marts/**/*.sql") + texts("macros/**/*.sql"))


def test_every_page_of_the_glossary_has_its_saved_query() -> None:
    (pages,) = [document for document in glossary.documents(glossary.SEMANTIC) if "saved_queries" in document]
    saved = {
        glossary.meta(query)["page"]: set(query["query_params"]["metrics"])
        for query in pages["saved_queries"]
    }
    shown: dict[str, set[str]] = {}
    for entry in METRICS:
        for page in entry.get("pages", []):
            shown.setdefault(page, set()).add(entry["metric_id"])
    assert saved == shown


def test_every_analysis_has_its_exposure() -> None:
    (document,) = [found for found in glossary.documents(glossary.SEMANTIC) if "exposures" in found]
    read = {
        exposure["name"]: set(re.findall(r"\w+_\w+", " ".join(exposure["depends_on"])))
        for exposure in document["exposures"]
    }
    for path in (ROOT / "analyses").glob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert read.pop(path.stem) == set(re.findall(r"ref\('(\w+)'\)", text)), path.stem
    assert not read


def test_every_worked_example_runs_as_a_unit_test_named_after_its_metric() -> None:
    named = {test.name for test in parsed("seeds").unit_tests.values()}
    assert {entry["metric_id"] for entry in METRICS} - named == set()
