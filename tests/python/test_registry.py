"""The glossary and the reference data are right in themselves, before any model reads them."""

import ast
import csv
import operator
import re
from collections import Counter
from collections.abc import Callable
from math import log2
from pathlib import Path

import pytest
import yaml

import glossary
from glossary import Entry, by_id
from importing.contract import load_contract

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "seeds" / "reference"


SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
FUNCTIONS = {"greatest", "log2"}
PORTFOLIO_DIMENSIONS = {
    "opco", "region", "shop", "account_type", "cu_type", "arpu_range", "tv_customer",
    "enable_status", "subsidy", "esf_only_customer",
}  # fmt: skip

Row = dict[str, str]


def seed(name: str) -> list[Row]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


GLOSSARY = glossary.glossary()
METRICS = glossary.metrics()


def identifiers(expression: str) -> set[str]:
    return set(re.findall(r"[a-z_][a-z0-9_]*", expression)) - FUNCTIONS


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("path", sorted(REFERENCE.iterdir()), ids=lambda path: path.name)
def test_files_are_utf8_with_lf_line_ends(path: Path) -> None:
    data = path.read_bytes()
    data.decode("utf-8")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*.csv")), ids=lambda path: path.stem)
def test_rows_have_as_many_fields_as_the_header_and_no_stray_blanks(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, strict=True))
    assert rows
    assert all(SNAKE_CASE.fullmatch(column) for column in header)
    for row in rows:
        assert len(row) == len(header), row
        assert all(field == field.strip() for field in row), row
    assert len({tuple(row) for row in rows}) == len(rows)


def test_every_seed_and_column_is_described() -> None:
    described = {
        item["name"]: item
        for path in REFERENCE.glob("_reference_*.yml")
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
    }
    assert set(described) == {path.stem for path in REFERENCE.glob("*.csv")}
    for name, item in described.items():
        header = list(seed(name)[0])
        assert item["description"]
        assert [column["name"] for column in item["columns"]] == header, name
        assert list(item["config"]["column_types"]) == header, name
        assert all(column["description"] for column in item["columns"]), name


# ---------------------------------------------------------------- glossary


def test_the_glossary_is_complete() -> None:
    numbers = [entry["glossary_number"] for entry in GLOSSARY if "glossary_number" in entry]
    assert numbers == list(range(1, 54))


def test_the_glossary_kinds() -> None:
    kinds = [entry["item_type"] for entry in GLOSSARY[:53]]
    assert kinds == ["metric"] * 26 + ["dimension"] * 14 + ["column"] * 13


def test_ids_are_unique_snake_case() -> None:
    assert not [key for key, n in Counter(map(by_id, GLOSSARY)).items() if n > 1]
    for column in ("metric_id", "mart", "mart_column"):
        assert all(SNAKE_CASE.fullmatch(entry[column]) for entry in GLOSSARY), column


@pytest.mark.parametrize("entry", GLOSSARY, ids=by_id)
def test_every_entry_says_what_it_is_and_where(entry: Entry) -> None:
    for column in ("name", "description", "unit", "additivity", "source", "mart", "mart_column"):
        assert entry[column], column
    assert entry["description"].endswith(".")
    assert 1 <= len(re.findall(r"[.?](?= [A-Z]|$)", entry["description"])) <= 2


def test_entries_have_known_fields() -> None:
    known = {
        "id", "label", "glossary_number", "item_type", "formula", "numerator", "denominator", "unit",
        "expression", "is_money", "is_current_only", "wide_mart", "additivity",
        "source", "mart", "mart_column", "pages", "aliases", "comments", "worked_example",
        "dimensions", "measures", "semantic_note", "metric_id", "name", "description", "semantic_metric",
    }  # fmt: skip
    assert {key for entry in GLOSSARY for key in entry} <= known


@pytest.mark.parametrize("entry", METRICS, ids=by_id)
def test_every_metric_is_defined(entry: Entry) -> None:
    for column in ("formula", "numerator", "worked_example"):
        assert entry[column], column
    if entry["unit"] in {"ratio", "percent"} and entry["metric_id"] != "collection_probability":
        assert entry["denominator"]
    if entry["unit"] in {"accounts", "bills"}:
        assert not entry["denominator"]


@pytest.mark.parametrize("entry", METRICS, ids=by_id)
def test_every_metric_is_in_metricflow_or_says_why_not(entry: Entry) -> None:
    assert ("semantic_metric" in entry) != ("semantic_note" in entry)


@pytest.mark.parametrize("entry", METRICS, ids=by_id)
def test_additivity_goes_with_the_formula(entry: Entry) -> None:
    assert entry["additivity"] in {"additive", "additive_over_accounts", "ratio", "none"}
    if "semantic_metric" in entry:
        assert (entry["additivity"] == "ratio") == bool(entry["denominator"])
    if entry["additivity"] == "additive_over_accounts" and "semantic_metric" in entry:
        part = glossary.semantic_metrics()[entry["metric_id"]]["input_metrics"][-1]
        assert glossary.semantic_metrics()[part]["non_additive_dimension"]["window_agg"] == "max"


def test_dimensions_and_columns_have_no_formula() -> None:
    blank = ("formula", "numerator", "denominator", "semantic_metric", "dimensions", "worked_example")
    for entry in GLOSSARY:
        if entry["item_type"] != "metric":
            assert not any(entry.get(column) for column in blank), entry["metric_id"]


def test_expressions_use_known_measures() -> None:
    for entry in METRICS:
        used = {name for side in ("numerator", "denominator") for name in identifiers(entry.get(side) or "")}
        assert used <= set(glossary.measures()), entry["metric_id"]


def test_every_measure_is_of_use_and_says_what_it_is() -> None:
    known = glossary.semantic_metrics()
    used = {part for metric in known.values() for part in metric.get("input_metrics", [])}
    used |= {str(metric.get(side)) for metric in known.values() for side in ("numerator", "denominator")}
    for name, metric in known.items():
        if "unit" not in glossary.meta(metric):
            assert name in used, name
            # a sum that a metric publishes as it is says no more than the metric
            assert "description" in metric or metric["expr"] in known, name


def test_sources_are_input_tables() -> None:
    tables = set(load_contract())
    for entry in GLOSSARY:
        assert set(entry["source"]) <= tables, entry["metric_id"]


# ---------------------------------------------------------------- dimensions


def test_dimensions_are_known() -> None:
    known = {entry["metric_id"] for entry in GLOSSARY if entry["item_type"] == "dimension"}
    for entry in METRICS:
        linked = entry.get("dimensions", [])
        assert set(linked) <= known, entry["metric_id"]
        assert len(set(linked)) == len(linked), entry["metric_id"]


@pytest.mark.parametrize("entry", GLOSSARY[:24], ids=by_id)
def test_portfolio_metrics_have_the_dimensions_of_the_glossary(entry: Entry) -> None:
    extra = {
        "all_accounts": {"portfolio_category"},
        "contracted_portfolio_size": {"portfolio_category", "par_bucket"},
        "active_portfolio_size": {"portfolio_category"},
    }.get(entry["metric_id"], set())
    assert set(entry["dimensions"]) == PORTFOLIO_DIMENSIONS | {"activity_month"} | extra


# ---------------------------------------------------------------- worked examples

OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}


def calculate(node: ast.AST) -> float:
    match node:
        case ast.Expression(body=body):
            return calculate(body)
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](calculate(left), calculate(right))
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATORS[type(op)](calculate(operand))
        case ast.Call(func=ast.Name(id="log2"), args=[argument]):
            return log2(calculate(argument))
    raise ValueError(ast.dump(node))


SUM = re.compile(r"((?:log2|[-+*/().\d ])*[\d)]) = (-?\d+(?:\.\d+)?)")


def sums(text: str) -> list[tuple[str, str]]:
    return [(left.strip(), right) for left, right in SUM.findall(text)]


@pytest.mark.parametrize("entry", [entry for entry in METRICS if "=" in entry["worked_example"]], ids=by_id)
def test_worked_examples_come_out_as_they_say(entry: Entry) -> None:
    found = sums(entry["worked_example"])
    assert len(found) == entry["worked_example"].count("=")
    for left, right in found:
        decimals = len(right.partition(".")[2])
        assert round(calculate(ast.parse(left, mode="eval")), decimals) == float(right), left


@pytest.mark.parametrize("entry", [entry for entry in METRICS if entry.get("denominator")], ids=by_id)
def test_worked_examples_of_quotients_show_a_division(entry: Entry) -> None:
    assert any("/" in left for left, _ in sums(entry["worked_example"]))
