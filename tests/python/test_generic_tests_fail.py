"""Every generic test passes on data that is right and fails on data that is wrong in one way."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt.cli.main import dbtRunner

ROOT = Path(__file__).resolve().parents[2]
PERIODS = {"key": ["k"], "from_column": "v", "to_column": "w"}
SAME_ROWS = {"to": "ref('other')", "key": ["k"], "columns": ["v"]}
SUMS = {"to": "ref('other')", "group_by": ["k"], "columns": ["v"]}
GAPS_ALLOWED = {**PERIODS, "is_gapless": False}
K_IS_V = {"expression": "k = v"}
KEY = {"columns": ["k", "v"]}
SECTOR = {"column": "v", "table_name": "opcos", "table_column": "sector"}
READ = {"table_name": "bills", "reconciliation": "ref('fates')"}
OTHER = "(1, 10), (2, null)"

# name of the case: test, arguments, rows that are right, rows that are wrong; a column v marks a column test
CASES: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "key_twice": ("unique_combination", KEY, "(1, 1), (1, 2)", "(1, 1), (1, 1)"),
    "null_key_twice": ("unique_combination", KEY, "(1, null), (2, null)", "(1, null), (1, null)"),
    "below_zero": ("not_negative", {"column": "v"}, "(1, 0), (2, null)", "(1, -1)"),
    "untrue": ("expression_is_true", K_IS_V, "(1, 1)", "(1, 1), (1, 2)"),
    "unknown": ("expression_is_true", K_IS_V, "(1, 1)", "(1, null)"),
    "untrue_where": ("expression_is_true", {**K_IS_V, "where": "k > 1"}, "(1, 5), (2, 2)", "(2, 5)"),
    "other_value": ("rows_equal", SAME_ROWS, OTHER, "(1, 11), (2, null)"),
    "null_for_value": ("rows_equal", SAME_ROWS, OTHER, "(1, null), (2, null)"),
    "value_for_null": ("rows_equal", SAME_ROWS, OTHER, "(1, 10), (2, 0)"),
    "row_missing": ("rows_equal", SAME_ROWS, OTHER, "(1, 10)"),
    "row_too_many": ("rows_equal", SAME_ROWS, OTHER, "(1, 10), (2, null), (3, null)"),
    "row_twice": ("rows_equal", SAME_ROWS, OTHER, "(1, 10), (2, null), (2, null)"),
    "all_rows_missing": ("rows_equal", SAME_ROWS, OTHER, ""),
    "other_sum": ("sums_to", SUMS, "(1, 4), (1, 6)", "(1, 4), (1, 5)"),
    "group_missing": ("sums_to", SUMS, "(1, 10)", "(2, 0)"),
    "group_too_many": ("sums_to", SUMS, "(1, 10), (9, 0)", "(1, 10), (9, 1)"),
    "gap": ("sound_periods", PERIODS, "(1, 1, 3), (1, 3, null)", "(1, 1, 3), (1, 4, null)"),
    "overlap": ("sound_periods", GAPS_ALLOWED, "(1, 1, 3), (1, 5, 6)", "(1, 1, 3), (1, 2, 4)"),
    "open_before_the_last": (
        "sound_periods",
        PERIODS,
        "(1, 1, 2), (1, 2, null)",
        "(1, 1, null), (1, 2, null)",
    ),
    "open_before_a_gap": (
        "sound_periods",
        GAPS_ALLOWED,
        "(1, 1, 2), (1, 5, null)",
        "(1, 1, null), (1, 5, null)",
    ),
    "ends_before_it_begins": ("sound_periods", PERIODS, "(1, 1, 2)", "(1, 2, 2)"),
    "without_beginning": ("sound_periods", PERIODS, "(1, 1, null)", "(1, null, null)"),
    "unknown_code": (
        "input_code",
        SECTOR,
        "(1, 'payg'), (2, null)",
        "(1, 'Payg')",
    ),
    "fates_do_not_add_up": (
        "is_read_whole",
        READ,
        "(1, 1), (2, 2)",
        "(1, 1)",
    ),
    "table_not_listed": (
        "is_read_whole",
        READ,
        "(1, 1), (2, 2)",
        "(1, 1), (2, 2), (3, 3)",
    ),
}
FATES = (
    "select 'bills' as table_name, 2 as rows_read, 2 as accepted, 0 as superseded, 0 as quarantined, "
    "0 as excluded_test, 0 as not_yet_known"
)


def rows_as_select(rows: str) -> str:
    """A select of `(k, v[, w])` rows; none when there are none."""
    width = 3 if rows.split(")")[0].count(",") == 2 else 2
    names = ", ".join("kvw"[:width])
    kept = "" if rows else " where false"
    return f"select * from (values {rows or '(0, 0)'}) as given({names}){kept}"


def model_yaml(name: str, test: str, arguments: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in arguments.items() if key != "column"}
    entry = [{test: {"name": f"test_{name}", **({"arguments": rest} if rest else {})}}]
    if "column" in arguments:
        return {"name": name, "columns": [{"name": arguments["column"], "data_tests": entry}]}
    return {"name": name, "data_tests": entry}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Status of each test, from one build of a project that holds only the cases."""
    project = tmp_path_factory.mktemp("cases")
    for folder in ("macros", "tests/generic"):
        shutil.copytree(ROOT / folder, project / folder)
    models = project / "models"
    models.mkdir()
    (models / "other.sql").write_text(rows_as_select(OTHER))
    (models / "fates.sql").write_text(FATES)
    listed = []
    for case, (test, arguments, good, bad) in CASES.items():
        for kind, rows in (("good", good), ("bad", bad)):
            (models / f"{case}_{kind}.sql").write_text(rows_as_select(rows))
            listed.append(model_yaml(f"{case}_{kind}", test, arguments))
    listed.append(columns_case("columns_good", "bills"))
    listed.append(columns_case("columns_bad", "bills"))
    columns = [
        "bill_id",
        "account_id",
        "contract_id",
        "period_start",
        "period_end",
        "issued_on",
        "due_on",
        "bill_amount",
    ]
    for name, found in (
        ("columns_good", [*columns, "usage_quantity", "loaded_at"]),
        ("columns_bad", columns[:-1]),
    ):
        (models / f"{name}.sql").write_text("select " + ", ".join(f"1 as {column}" for column in found))
    (models / "cases.yml").write_text(yaml.safe_dump({"models": listed}))
    (project / "dbt_project.yml").write_text(
        yaml.safe_dump({
            "name": "arrears", "profile": "cases", "flags": {"send_anonymous_usage_stats": False},
            "models": {"+materialized": "table"},
        })
    )  # fmt: skip
    contract = yaml.safe_load((ROOT / "vars.yml").read_text(encoding="utf-8"))["vars"]
    (project / "vars.yml").write_text(yaml.safe_dump({"vars": {**contract, "raw_source": "schema"}}))
    output = {"type": "duckdb", "path": str(project / "cases.duckdb"), "schema": "main", "threads": 1}
    (project / "profiles.yml").write_text(
        yaml.safe_dump({"cases": {"target": "dev", "outputs": {"dev": output}}})
    )
    result = dbtRunner().invoke(
        ["build", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"]
    )
    assert result.exception is None, result.exception
    yield {item.node.name: str(item.status.value) for item in result.result.results}


def columns_case(name: str, table: str) -> dict[str, Any]:
    return model_yaml(name, "has_contract_columns", {"table_name": table})


@pytest.mark.parametrize("case", [*CASES, "columns"])
def test_right_data_pass(outcomes: dict[str, str], case: str) -> None:
    assert outcomes[f"test_{case}_good"] == "pass"


@pytest.mark.parametrize("case", [*CASES, "columns"])
def test_wrong_data_fail(outcomes: dict[str, str], case: str) -> None:
    assert outcomes[f"test_{case}_bad"] == "fail"


def test_every_generic_test_has_a_case() -> None:
    written = {path.stem for path in (ROOT / "tests" / "generic").glob("*.sql")}
    assert written == {test for test, *_ in CASES.values()} | {"has_contract_columns"}


def test_every_generic_test_is_in_the_readme() -> None:
    readme = (ROOT / "tests" / "generic" / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "tests" / "generic").glob("*.sql"):
        assert f"`{path.stem}" in readme, path.stem
