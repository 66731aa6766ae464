"""A person is handed over whole and erased without a trace, and figures stay as they were."""

from __future__ import annotations

import csv
import json
import secrets
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from privacy.erase import erase, person_of, stop_on_foreign_raw
from privacy.export import export
from privacy.person import Person
from privacy.places import Places
from privacy.scrub import scrub_csv
from privacy.tags import erased_columns, key_columns, kinds
from privacy.traces import traces
from published_company import AGENT, OTHER, PERSON, WORDS, Company, built_company
from publishing.checksum import content
from publishing.problems import PublishProblem
from publishing.versions import Version, point_to, versions, write_whole

Rows = dict[str, list[tuple[Any, ...]]]
FIGURES = (
    "published.published_values",
    "marts.fct_metric_values",
    "marts.fct_collection_kpis",
    "marts.fct_portfolio_kpis",
)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Two versions, and backups of everything."""
    company = built_company().copy(tmp_path_factory.mktemp("company") / "here")
    # the same rows once more, as the next version
    (first,) = versions(company.publications)
    second = Version(2, company.publications / "000002")
    shutil.copytree(first.folder, second.folder)
    write_whole(second.folder / "manifest.json", {**first.manifest, "number": 2})
    point_to(company.publications, second)
    backups = company.root / "backups"
    shutil.copytree(company.root / "raw", backups / "raw")
    shutil.copy(company.build_file, backups)
    for file in company.root.glob("decisions.sqlite*"):
        shutil.copy(file, backups)
    return company


@pytest.fixture(scope="module")
def after(before: Company, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The same, with the person erased."""
    company = before.copy(tmp_path_factory.mktemp("erased") / "here")
    done = erase(person_of(PERSON, company.places()), company.places(), lambda step: None)
    assert done
    return company


def held(file: Path) -> Rows:
    """Every table of a DuckDB file."""
    with duckdb.connect(str(file), read_only=True) as connection:
        names = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() order by 1"
        ).fetchall()
        return {name: connection.execute(f"from {name} order by all").fetchall() for (name,) in names}


def files(company: Company) -> Iterator[Path]:
    yield from (
        path for path in sorted(company.root.rglob("*")) if path.is_file() and "dbt_logs" not in path.parts
    )


def told(company: Company, words: list[str]) -> set[str]:
    """Files that hold one of these words, in their bytes or in a table."""
    found = set()
    for file in files(company):
        texts = [file.read_bytes().decode("utf-8", "replace")]
        if file.suffix == ".duckdb":
            texts += [str(rows) for rows in held(file).values()]
        if file.suffix == ".parquet":
            texts.append(str(duckdb.sql(f"from read_parquet('{file}', hive_partitioning=false)").fetchall()))
        if any(word in text for word in words for text in texts):
            found.add(str(file.relative_to(company.root)))
    return found


def test_no_file_holds_a_trace_of_the_person(before: Company, after: Company) -> None:
    words = [*WORDS.values(), PERSON]
    found = told(before, words)
    # what is not found after was there before: else the search would prove nothing
    assert {
        "arrears.duckdb",
        "decisions.sqlite",
        "decisions.csv",
        "logs/dbt.log",
        "raw/customers.csv",
        "raw/bank_transactions.csv",
        "raw/decisions.csv",
        "backups/arrears.duckdb",
        "backups/decisions.sqlite",
        "backups/raw/customers.csv",
        "publications/000001/arrears_clear.duckdb",
        "publications/000001/arrears_masked.duckdb",
        "publications/000001/parquet_clear/dim_customers.parquet",
        "publications/000002/parquet_clear/quarantined_rows.parquet",
    } <= found
    assert told(after, words) == set()
    assert (after.root / "logs" / "other.log").exists(), "a log that tells nothing stays"


def test_free_blocks_are_gone(before: Company, after: Company) -> None:
    """A file that was only updated keeps the words; the one that takes its place has no free block at all."""
    with duckdb.connect(str(after.build_file), read_only=True) as connection:
        row = connection.execute("select free_blocks, wal_size from pragma_database_size()").fetchone()
    assert row is not None and (row[0], row[1]) == (0, "0 bytes")
    assert not list(after.root.rglob("*.wal")) and not list(after.root.rglob(".*.old"))


def test_figures_stay_and_nobody_else_is_touched(before: Company, after: Company) -> None:
    old, new = held(before.build_file), held(after.build_file)
    assert {name: len(rows) for name, rows in old.items()} == {name: len(rows) for name, rows in new.items()}
    for name in FIGURES:
        assert old[name] and old[name] == new[name], name
    for file in ("publications/000001/arrears_masked.duckdb", "publications/000001/arrears_clear.duckdb"):
        first, second = held(before.root / file), held(after.root / file)
        changed = {name for name in first if first[name] != second[name]}
        assert "marts.dim_customers" in changed
        assert not changed & {
            name for name in first if name.startswith("marts.fct_") and "customer_id" not in str(name)
        } - {"marts.fct_bills", "marts.fct_payments", "marts.fct_collection_actions"}
        others = [row for row in second["marts.dim_customers"] if row[0] in (OTHER, "customer-3")]
        assert others == [row for row in first["marts.dim_customers"] if row[0] in (OTHER, "customer-3")]
    assert AGENT in str(new["staging.stg_accounts"]), "an agent is another person"


def test_input_lines_of_others_are_the_same_to_the_byte(before: Company, after: Company) -> None:
    for name in ("customers", "accounts", "payments", "decisions"):
        old = (before.root / "raw" / f"{name}.csv").read_bytes().splitlines(keepends=True)
        new = (after.root / "raw" / f"{name}.csv").read_bytes().splitlines(keepends=True)
        assert len(old) == len(new)
        assert [line for line in old if b"customer-2" in line] == [
            line for line in new if b"customer-2" in line
        ]
    assert (before.root / "raw" / "payments.csv").read_bytes() == (
        after.root / "raw" / "payments.csv"
    ).read_bytes()
    with (after.root / "raw" / "customers.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    mine = [row for row in rows if row["email"]]
    assert [row["phone"] for row in mine] == ["erased"] * 3, "every version, and the row without a key"
    assert len({row["customer_id"] for row in mine[:2]}) == 1 and mine[0]["customer_id"].startswith("erased-")
    with (after.root / "raw" / "bank_transactions.csv").open(newline="") as stream:
        assert {row["narration"] for row in csv.DictReader(stream)} == {"salary"}, (
            "the figures need this word"
        )


def test_decisions_stay_without_their_reasons(after: Company) -> None:
    for file in (after.root / "decisions.sqlite", after.root / "backups" / "decisions.sqlite"):
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("select bill_id, reason from decisions order by 1").fetchall() == [
                ("bill-a", "erased"),
                ("bill-b", "asked for it"),
            ]
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                connection.execute("update decisions set reason = 'another'")


def test_versions_still_hold_what_their_manifests_say(after: Company) -> None:
    for version in versions(after.publications):
        assert version.manifest["erasures"] == 1
        for personal_data in ("masked", "clear"):
            with duckdb.connect(str(version.database(personal_data)), read_only=True) as connection:
                for name, mart in version.marts(connection).items():
                    (said,) = [one for one in version.manifest["marts"] if one["name"] == name]
                    found = content(
                        connection, mart.select((), f"marts.{name}"), [c.name for c in mart.columns]
                    )
                    assert (found.rows, found.checksum) == (said["rows"], said["checksum"]), name
        assert stat.S_IMODE(version.database("clear").stat().st_mode) == 0o400


def test_the_search_for_traces_finds_them(before: Company, after: Company) -> None:
    person = person_of(PERSON, before.places())
    assert person.unique == {word for name, word in WORDS.items() if name != "said"}
    assert len(traces(person, before.places())) > 20
    assert traces(person, after.places()) == []


def test_everything_is_handed_over(before: Company, tmp_path: Path) -> None:
    file = tmp_path / "person.json"
    places = before.places()
    assert export(person_of(PERSON, places), places, file) > 20
    text = file.read_text()
    assert all(word in text for word in WORDS.values())
    assert f'"{OTHER}"' not in text and "0700" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(json.loads(text)) >= {"input", str(before.build_file), str(places.decisions)}


def test_raw_tables_of_others_come_first(tmp_path: Path) -> None:
    file = tmp_path / "arrears.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "create schema raw; create table raw.customers as select 'c' as customer_id, 'Ada' as phone"
        )
    places = Places(file, tmp_path / "publications", tmp_path / "none.sqlite", foreign=("raw",))
    with pytest.raises(PublishProblem, match="Erase customer c there first"):
        stop_on_foreign_raw(places, "c")
    stop_on_foreign_raw(places, "d")
    with duckdb.connect(str(file)) as connection:
        connection.execute("update raw.customers set phone = null")
    stop_on_foreign_raw(places, "c")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_any_shape_keeps_its_shape(tmp_path: Path, delimiter: str) -> None:
    word = secrets.token_hex(8)
    lines = [
        ["Customer_ID", "Phone", "income_band"],
        ["x", "1", "low"],
        ["y", word, "a\nb"],
        ["z", '"2"', ""],
    ]
    file = tmp_path / "customers.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(lines)
    old = file.read_bytes()
    person = Person("y", values={word}, unique={word})
    assert scrub_csv(file, "customers", person) == 1
    new = file.read_bytes()
    assert new.startswith(old[: old.index(b'"y"')]) and new.endswith(old[old.index(b'"z"') :])
    with file.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream, delimiter=delimiter))[2] == [person.pseudonym, "erased", "a\nb"]


def test_tags_lead_to_columns_of_every_floor() -> None:
    assert erased_columns("stg_customers", ["customer_id", "phone", "income_band"]) == ["phone"]
    assert erased_columns("judged_bank_transactions", ["narration", "raw_amount", "row_json"]) == [
        "narration",
        "row_json",
    ]
    assert erased_columns("int_accounts", ["sign_up_agent_name", "customer_name"]) == ["customer_name"]
    assert erased_columns("smart_collect_recommendations", ["reason", "customer_id"]) == [], (
        "it is no one's words"
    )
    assert key_columns(["customer_id", "account_id", "example_key"]) == ["customer_id", "example_key"]
    assert {kind for tags in kinds().values() for kind in tags.values()} == {
        "contact", "text", "staff", "staff_key", "key", "trait",
    }  # fmt: skip
