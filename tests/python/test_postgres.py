"""Postgres builds the same marts as DuckDB, row for row."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest

from engines.build import ROOT, BuildProblem, build
from engines.compare import Comparison, Table, compare_schemas, table_differences
from engines.postgres_server import Server, running_server
from warehouse import parsed

AS_OF = {"as_of_date": "2025-12-31"}
READ_SCHEMA = {"raw_source": "schema", **AS_OF}

# values that engines would read in different ways if the macros did not see to it
NASTY = {
    "paid_at": [
        "\u00a02024-03-01 10:00:00\u3000",
        "\t2024-03-01 10:00:00",
        "2024-03-01 10:00:00\n",
        "2024-03-01 24:00:00",
        "2024-03-01 23:59:60",
        "2024-03-01T10:00:00.123456789Z",
        "2024-03-01 10:00",
        "2024-03-01 10",
        "2024-03-01 10:00:00+03",
        "2024-02-30 10:00:00",
        "0000-03-01 10:00:00",
        "0001-03-01",
        "9999-12-31 23:59:59",
        "20240301",
        "today",
        "infinity",
    ],
    "amount": [
        "12.",
        "+12.50",
        "-0",
        "1e3",
        "12.505",
        "12.5000",
        "NaN",
        "1,200.00",
        "0012",
        "१२",
        "123456789012",
        ".5",
    ],
    "payment_type": ["INSTALMENT", " Instalment ", "instalment\u00a0", "gift", "'; drop table"],
    "method": [
        'say "hi"',
        "back\\slash",
        "line\nend",
        "tab\tstop",
        "",
        " ",
        "null",
        "été",
        "\U0001f600",
        "a|b; c: d",
    ],
    "account_id": ["", "no such account", "ÄÖ", "é"],
}


def nasty_seeds(folder: Path) -> None:
    """The bundled files and, in payments, copies of a good row with one value replaced, whole and broken."""
    shutil.copytree(ROOT / "seeds" / "raw", folder, ignore=shutil.ignore_patterns("*.yml"))
    file = folder / "payments.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        names = list(reader.fieldnames or [])
        good = next(row for row in reader if row["payment_type"] == "instalment")
    rows = [{**good, column: value} for column, values in NASTY.items() for value in values]
    rows += [{**row, "bill_id": "no such bill", "amount": "0"} for row in rows]
    with file.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        for number, row in enumerate(rows):
            writer.writerow({**row, "payment_id": f"{'ÄZaé_-'[number % 6]}nasty-{number}"})


def copy_to_postgres(server: Server, database: str, folder: Path) -> None:
    """The files as text tables of schema raw, as a loader would bring them."""
    with closing(server.connect(database)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("create schema raw")
        for file in sorted(folder.glob("*.csv")):
            with file.open(encoding="utf-8") as stream:
                columns = next(csv.reader(stream))
                cursor.execute(
                    f"create table raw.{file.stem} ({', '.join(f'{name} text' for name in columns)})"
                )
                stream.seek(0)
                cursor.copy_expert(f"copy raw.{file.stem} from stdin (format csv, header)", stream)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engines")


@pytest.fixture(scope="module")
def comparison(server: Server, work: Path) -> Comparison:
    folder, file = work / "raw", work / "arrears.duckdb"
    nasty_seeds(folder)
    read_files = {"raw_source": "folder", "raw_path": str(folder), **AS_OF}
    build("duckdb", work, {"ARREARS_DUCKDB": str(file)}, read_files, manifest=parsed("schema"))
    server.create_database("arrears")
    copy_to_postgres(server, "arrears", folder)
    build("postgres", work, server.environment("arrears"), READ_SCHEMA)
    with duckdb.connect(str(file), read_only=True) as left, closing(server.connect("arrears")) as right:
        return compare_schemas(left, right)


def test_every_mart_is_equal_on_both_engines(comparison: Comparison) -> None:
    assert comparison.differences == [], "\n" + "\n".join(comparison.differences)
    assert comparison.tables > 40
    assert comparison.rows > 300_000


def test_a_database_that_sorts_by_language_is_refused(
    comparison: Comparison, server: Server, work: Path
) -> None:
    with closing(server.connect("arrears")) as connection, connection, connection.cursor() as cursor:
        # a catalogue in front of the real one, because not every machine has another locale
        cursor.execute("create schema pretended")
        cursor.execute(
            "create view pretended.pg_database as select oid, datname, 'c'::text as datlocprovider,"
            " 'en_US.UTF-8' as datcollate from pg_catalog.pg_database"
        )
        cursor.execute("alter database arrears set search_path = pretended, pg_catalog, public")
    with pytest.raises(BuildProblem) as problem:
        build("postgres", work, server.environment("arrears"), READ_SCHEMA, select="int_months")
    assert "database arrears sorts text by en_US.UTF-8" in str(problem.value)
    assert "create database arrears template template0 locale 'C'" in str(problem.value)


def test_a_difference_is_seen_and_named() -> None:
    columns = {"account_id": "text", "paid_on": "date", "amount": "decimal(18,2)"}
    left = Table(columns, [("a", date(2024, 1, 1), 1), ("b", date(2024, 1, 1), 2), ("c", None, 3)])
    same = Table(columns, list(reversed(left.rows)))
    assert table_differences("t", left, same) == []
    right = Table(
        {**columns, "amount": "decimal"},
        [("a", date(2024, 1, 1), 1), ("b", date(2024, 1, 1), 5), ("d", None, 3)],
    )
    assert table_differences("t", left, right) == [
        "t: column amount is decimal(18,2) in DuckDB, decimal in Postgres",
        "t: account_id b: amount is 2 in DuckDB, 5 in Postgres",
        "t: account_id c: only in DuckDB",
        "t: account_id d: only in Postgres",
    ]


def test_equal_rows_are_counted() -> None:
    columns = {"account_id": "text"}
    assert table_differences("t", Table(columns, [("a",), ("a",)]), Table(columns, [("a",)])) == [
        "t: only in DuckDB: ('a',)"
    ]


def test_only_sums_of_ratios_may_differ_behind_the_twelfth_digit() -> None:
    columns = {"month": "text", "share": "double precision"}
    left, right = Table(columns, [("m", 0.1)]), Table(columns, [("m", 0.1 + 1e-15)])
    assert table_differences("receivables_segmentation", left, right) == []
    assert len(table_differences("fct_metric_values", left, right)) == 1
    far = Table(columns, [("m", 0.1 + 1e-10)])
    assert len(table_differences("receivables_segmentation", left, far)) == 1
