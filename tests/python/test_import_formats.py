"""Files that are no plain CSV by their name, and what the importer says of rows without a parent."""

from pathlib import Path

import duckdb
import duckdb_extensions
import pytest

from importing.contract import ImportProblem, load_contract
from importing.engine import Importer, Outcome
from importing.mapping import load_mapping

MAPPING = """
sources:
  people: {file: people.asc, format: csv, delimiter: ";"}
  takings: {file: books.xlsx, sheet: Sheet1}
tables:
  accounts:
    from: people
    columns:
      account_id: who
      customer_id: who
      opco_id: {value: one}
      account_type: {value: utility}
      created_at: {value: 2020-01-01}
      loaded_at: {value: 2026-02-01}
  payments:
    from: takings
    columns:
      payment_id: {sql: "who || '-' || source_row"}
      account_id: who
      paid_at: day
      amount: amount
      payment_type: {value: bill}
      loaded_at: {value: 2026-02-01}
"""
ROWS = "(1001, date '2026-01-05', 10.5, 1), (1002, null, 1200000, 2)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people.asc").write_text("who;area\n1001;North\n", encoding="utf-8")
    (tmp_path / "map.yml").write_text(MAPPING, encoding="utf-8")
    with duckdb.connect() as con:
        duckdb_extensions.import_extension("excel", con=con)
        con.execute("load excel")
        con.execute(
            f"copy (select who, day, amount from (values {ROWS}) as b (who, day, amount, n) order by n) "
            f"to '{tmp_path / 'books.xlsx'}' (format xlsx, header true)"
        )
    return tmp_path


def imported(folder: Path) -> list[Outcome]:
    contract = load_contract()
    mapping = load_mapping(folder / "map.yml")
    importer = Importer(mapping, contract, "map.yml", folder, folder / "out")
    return importer.run("csv", lambda step: None)


def test_sheets_and_files_of_other_names_are_read(folder: Path) -> None:
    imported(folder)
    lines = (folder / "out" / "payments.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1:6] for line in lines[1:]] == [
        ["1001", "", "", "2026-01-05", "10.5"],
        ["1002", "", "", "", "1200000"],
    ]


def test_rows_without_a_parent_are_counted(folder: Path) -> None:
    found = {outcome.table: outcome.remarks for outcome in imported(folder)}
    assert "1 whose account_id is not in accounts" in found["payments"]
    assert "needs customers, which is empty" in found["accounts"]


def test_a_sheet_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "map.yml").write_text(MAPPING.replace("Sheet1", "Takings"), encoding="utf-8")
    with pytest.raises(
        ImportProblem, match=r"books.xlsx cannot be read.*correct it, or sheet of sources.takings"
    ):
        imported(folder)
