"""The registry of metrics and the reference data are right in themselves, before any model reads them."""

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

import metric_docs

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "seeds" / "reference"


SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
FUNCTIONS = {"greatest", "log2"}
PUBLISHED = {"fct_metric_values", "fct_portfolio_kpis", "fct_repayment_kpis", "fct_billing_values"}
PORTFOLIO_DIMENSIONS = {
    "opco", "region", "shop", "account_type", "cu_type", "arpu_range", "tv_customer",
    "enable_status", "subsidy", "esf_only_customer",
}  # fmt: skip

Row = dict[str, str]


def seed(name: str) -> list[Row]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


METRICS = seed("metrics")
ONLY_METRICS = [row for row in METRICS if row["item_type"] == "metric"]
BY_ID = {row["metric_id"]: row for row in METRICS}


def by_id(row: Row) -> str:
    return row["metric_id"]


def parts(text: str) -> list[str]:
    return text.split("|") if text else []


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


# ---------------------------------------------------------------- registry


def test_the_glossary_is_complete_and_comes_first() -> None:
    numbers = [row["glossary_number"] for row in METRICS]
    assert [int(number) for number in numbers if number] == list(range(1, 54))
    assert not any(numbers[53:])


def test_the_glossary_kinds() -> None:
    kinds = [row["item_type"] for row in METRICS[:53]]
    assert kinds == ["metric"] * 26 + ["dimension"] * 14 + ["column"] * 13


def test_ids_are_unique_snake_case() -> None:
    assert not [key for key, n in Counter(map(by_id, METRICS)).items() if n > 1]
    assert all(SNAKE_CASE.fullmatch(row["metric_id"]) for row in METRICS)
    assert all(SNAKE_CASE.fullmatch(row["mart"]) for row in METRICS)
    assert all(SNAKE_CASE.fullmatch(row["mart_column"]) for row in METRICS)


@pytest.mark.parametrize("row", METRICS, ids=by_id)
def test_every_row_says_what_it_is_and_where(row: Row) -> None:
    for column in ("name", "description", "unit", "source", "mart", "mart_column"):
        assert row[column], column
    assert row["description"].endswith(".")
    assert 1 <= len(re.findall(r"[.?](?= [A-Z]|$)", row["description"])) <= 2


@pytest.mark.parametrize("row", ONLY_METRICS, ids=by_id)
def test_every_metric_is_defined(row: Row) -> None:
    for column in ("formula", "numerator", "worked_example"):
        assert row[column], column
    if row["unit"] in {"ratio", "percent"} and row["metric_id"] != "collection_probability":
        assert row["denominator"]
    if row["unit"] in {"accounts", "bills"}:
        assert not row["denominator"]
    assert row["semantic_metric"] in {"", row["metric_id"]}


def test_dimensions_and_columns_have_no_formula() -> None:
    for row in METRICS:
        if row["item_type"] != "metric":
            blank = ("formula", "numerator", "denominator", "semantic_metric", "dimensions")
            assert not any(row[column] for column in blank), row["metric_id"]


def test_expressions_use_known_measures_and_every_measure_is_of_use() -> None:
    measures = {row["measure_id"] for row in seed("base_measures")}
    used = {
        name for row in METRICS for side in ("numerator", "denominator") for name in identifiers(row[side])
    }
    assert used <= measures, used - measures
    # These three serve the roll-forward and the bridge, or are the whole of another measure.
    assert measures - used <= {"opening_contracted", "probability_low", "probability_high"}


def test_sources_are_input_tables() -> None:
    tables = set(
        [
            "opcos",
            "policies",
            "shops",
            "customers",
            "accounts",
            "contracts",
            "bills",
            "payments",
            "actions",
            "attempts",
            "bank_transactions",
            "device_states",
            "notifications",
            "fx_rates",
            "decisions",
        ]
    )
    for row in METRICS:
        assert set(parts(row["source"])) <= tables, row["metric_id"]


# ---------------------------------------------------------------- dimensions


def test_dimensions_are_known() -> None:
    known = {row["metric_id"] for row in METRICS if row["item_type"] == "dimension"}
    for row in METRICS:
        linked = parts(row["dimensions"])
        assert set(linked) <= known, row["metric_id"]
        assert len(set(linked)) == len(linked), row["metric_id"]


def test_links_agree_with_the_registry() -> None:
    links: dict[str, set[str]] = {}
    for row in seed("metric_dimensions"):
        links.setdefault(row["metric_id"], set()).add(row["dimension"])
    for metric_id, dimensions in links.items():
        expected = set(parts(BY_ID[metric_id]["dimensions"])) - {"activity_month"} | {"all"}
        assert dimensions == expected, metric_id
    published = {row["metric_id"] for row in ONLY_METRICS if row["mart"] in PUBLISHED}
    assert published <= set(links)
    assert {row["metric_id"] for row in METRICS[:26]} <= set(links)


@pytest.mark.parametrize("row", METRICS[:24], ids=by_id)
def test_portfolio_metrics_have_the_dimensions_of_the_glossary(row: Row) -> None:
    extra = {
        "all_accounts": {"portfolio_category"},
        "contracted_portfolio_size": {"portfolio_category", "par_bucket"},
        "active_portfolio_size": {"portfolio_category"},
    }.get(row["metric_id"], set())
    assert set(parts(row["dimensions"])) == PORTFOLIO_DIMENSIONS | {"activity_month"} | extra


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


@pytest.mark.parametrize("row", [row for row in ONLY_METRICS if "=" in row["worked_example"]], ids=by_id)
def test_worked_examples_come_out_as_they_say(row: Row) -> None:
    found = sums(row["worked_example"])
    assert len(found) == row["worked_example"].count("=")
    for left, right in found:
        decimals = len(right.partition(".")[2])
        assert round(calculate(ast.parse(left, mode="eval")), decimals) == float(right), left


@pytest.mark.parametrize("row", [row for row in ONLY_METRICS if row["denominator"]], ids=by_id)
def test_worked_examples_of_quotients_show_a_division(row: Row) -> None:
    assert any("/" in left for left, _ in sums(row["worked_example"]))


# ---------------------------------------------------------------- doc blocks


def test_doc_blocks_are_up_to_date() -> None:
    assert metric_docs.DOCS.read_text(encoding="utf-8") == metric_docs.render(METRICS)


def test_there_is_one_doc_block_per_id() -> None:
    text = metric_docs.DOCS.read_text(encoding="utf-8")
    assert re.findall(r"{% docs metric_(\w+) %}", text) == [row["metric_id"] for row in METRICS]
