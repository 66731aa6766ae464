"""Versions on disk: written whole or not at all, read while they are swapped, swept by number."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from publishing.checksum import Content, content
from publishing.files import add_version, contents
from publishing.marts import Column, Mart
from publishing.problems import PublishProblem, in_words
from publishing.versions import current, only_publisher, open_current, sweep, versions

PERSONAL = {"customer_name": "contact", "agent": "staff", "note": "text", "income_band": "trait"}
ROWS = 2000


def mart(name: str, *columns: str, where: str = "") -> Mart:
    said = [Column(column, f"Text of {column}", PERSONAL.get(column, ""), where) for column in columns]
    return Mart(name, "build", "marts", name, f"It's {name}.", tuple(said), columns[:1], {})


MARTS = {
    "dim_people": mart("dim_people", "customer_id", "customer_name", "agent", "note", "income_band"),
    "fct_numbers": mart("fct_numbers", "number", "stamp"),
    "fct_others": mart("fct_others", "number", "stamp"),
}
# the query of the mart with its masks off, as dbt compiles it
CLEAR = {"dim_people": "select * from build.staging.people"}


def build(file: Path, stamp: int) -> Path:
    """A build file whose masked marts stand beside the clear rows they come from."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema if not exists staging; create schema if not exists marts")
        connection.execute(
            "create or replace table staging.people as select 'c' || i as customer_id,"
            " case when i > 0 then 'Ada ' || i end as customer_name, 'Bob' as agent, 'said ' || i as note,"
            f" 'low' as income_band from range({ROWS}) as t(i)"
        )
        connection.execute(
            "create or replace table marts.dim_people as select customer_id,"
            " case when customer_name is not null then 'masked' end as customer_name,"
            " 'masked' as agent, 'masked' as note, income_band from staging.people"
        )
        for name in ("fct_numbers", "fct_others"):
            connection.execute(
                f"create or replace table marts.{name} as"
                f" select i as number, {stamp} as stamp from range({ROWS}) as t(i)"
            )
    return file


def publish(
    file: Path, folder: Path, step: Callable[[str], object] = lambda said: None, keep: int | None = None
) -> None:
    """A publication without dbt: what is written has to be what was read before."""
    with only_publisher(folder):
        sweep(folder)
        tested = contents(file, MARTS)
        add_version(
            file,
            folder,
            MARTS,
            CLEAR,
            tested,
            lambda version: {"number": version.number},
            step,
        )
        step("Sweeping")
        sweep(folder, keep)


def stamps(folder: Path) -> set[tuple[int, int]]:
    """What one reader sees in two marts of one version."""
    with open_current(folder) as (version, connection):
        rows = []
        for name in ("fct_numbers", "fct_others"):
            rows += connection.execute(
                f"select min(stamp), max(stamp), count(*) from marts.{name}"
            ).fetchall()
        assert {row[2] for row in rows} == {ROWS}
        return {(version.number, stamp) for row in rows for stamp in row[:2]}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("build") / "build.duckdb", 1)


def test_a_version_holds_marts_alone_masked_and_clear(file: Path, tmp_path: Path) -> None:
    publish(file, tmp_path)
    version = current(tmp_path)
    assert version is not None and version.number == 1 and version.folder.name == "000001"
    seen = {}
    for personal_data in ("masked", "clear"):
        with open_current(tmp_path, personal_data) as (_, connection):
            tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            assert sorted(tables) == [("marts", name) for name in sorted(MARTS)]
            seen[personal_data] = connection.execute(
                "select * from marts.dim_people where customer_id in ('c0', 'c7') order by 1"
            ).fetchall()
            parquet = version.folder / f"parquet_{personal_data}" / "dim_people.parquet"
            assert connection.execute(
                f"select count(*) from (from '{parquet}' except all from marts.dim_people)"
            ).fetchone() == (0,)
            assert connection.execute(
                "select comment from duckdb_columns() where column_name = 'note'"
            ).fetchone() == ("Text of note",)
    assert seen["masked"] == [
        ("c0", None, "masked", "masked", "low"),
        ("c7", "masked", "masked", "masked", "low"),
    ], "a band is shown, and nothing stays nothing"
    assert seen["clear"][1] == ("c7", "Ada 7", "Bob", "said 7", "low")


def test_the_clear_files_are_closed_to_others(file: Path, tmp_path: Path) -> None:
    publish(file, tmp_path)
    version = current(tmp_path)
    assert version is not None
    for path in version.folder.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert not mode & 0o222 or path.is_dir() or path.name == "manifest.json", f"{path} can be written"
        if "clear" in str(path.relative_to(version.folder)):
            assert not mode & 0o077, f"{path} can be read by others"


def test_rows_that_are_not_what_was_tested_are_not_published(file: Path, tmp_path: Path) -> None:
    tested = contents(file, MARTS)
    wrong = {**tested, "fct_others": replace(tested["fct_others"], checksum="0" * 32)}
    with pytest.raises(PublishProblem, match="fct_others is not what was tested"):
        add_version(file, tmp_path, MARTS, CLEAR, wrong, lambda version: {}, lambda said: None)
    assert current(tmp_path) is None and versions(tmp_path) == []


def test_a_mask_that_the_build_and_the_tag_see_differently_is_noticed(file: Path, tmp_path: Path) -> None:
    tested = contents(file, MARTS)
    loose = {"dim_people": "select * replace ('high' as income_band) from build.staging.people"}
    with pytest.raises(PublishProblem, match="dim_people is not what was tested"):
        add_version(file, tmp_path, MARTS, loose, tested, lambda version: {}, lambda said: None)


def die_at(file: Path, folder: Path, last: int) -> None:
    """Publish, and be killed at a step."""
    steps = 0

    def step(said: str) -> None:
        nonlocal steps
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1

    publish(file, folder, step)


def test_a_killed_publication_changes_nothing_that_a_reader_sees(file: Path, tmp_path: Path) -> None:
    publish(file, tmp_path)
    new = build(tmp_path / "new.duckdb", 2)
    seen: list[str] = []
    publish(new, tmp_path / "rehearsal", seen.append)
    turned = seen.index("Turning the pointer") + 1
    context = multiprocessing.get_context("spawn")
    for last in range(len(seen)):
        child = context.Process(target=die_at, args=(new, tmp_path, last))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        now = current(tmp_path)
        assert now is not None
        if last < turned:
            assert stamps(tmp_path) == {(1, 1)}, f"killed at {seen[last]}"
        else:
            assert stamps(tmp_path) == {(now.number, 2)}, "the pointer was turned, so the version is whole"
    publish(new, tmp_path)
    with only_publisher(tmp_path):
        sweep(tmp_path)
    left = {path.name for path in tmp_path.iterdir() if path.is_dir()} - {"rehearsal"}
    assert left == {version.folder.name for version in versions(tmp_path)}, "what was left half done is swept"


def test_readers_see_one_version_while_others_are_published(tmp_path: Path) -> None:
    """Twenty swaps under four threads that read all the time, in an own connection each."""
    publish(build(tmp_path / "build.duckdb", 1), tmp_path, keep=2)
    errors: list[BaseException] = []
    seen: list[set[tuple[int, int]]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(stamps(tmp_path))
            except BaseException as error:
                errors.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 22):
        publish(build(tmp_path / "build.duckdb", number), tmp_path, keep=2)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert [one for one in seen if len(one) != 1 or any(number != stamp for number, stamp in one)] == []
    assert {number for one in seen for number, _ in one} >= {1, 21} or len(seen) > 20
    assert [version.number for version in versions(tmp_path)] == [20, 21]


def test_old_versions_are_kept_by_number_and_the_current_one_always(file: Path, tmp_path: Path) -> None:
    for _ in range(4):
        publish(file, tmp_path, keep=3)
    assert [version.number for version in versions(tmp_path)] == [2, 3, 4]
    (tmp_path / "current.json").write_text(json.dumps({"number": 2, "folder": "000002"}))
    with only_publisher(tmp_path):
        assert sweep(tmp_path, 1) == ["000003"], "somebody went back to version 2"
    publish(file, tmp_path, keep=3)
    assert [version.number for version in versions(tmp_path)] == [2, 4, 5], "a number is never used again"


def test_two_publications_at_once_are_refused(tmp_path: Path) -> None:
    with only_publisher(tmp_path), pytest.raises(PublishProblem, match="is in use"), only_publisher(tmp_path):
        pass


def by_hand(rows: list[tuple[Any, ...]]) -> Content:
    """The checksum as docs/publishing.md describes it, without an engine."""
    upper = lower = 0
    for row in rows:
        texts = ["-" if value is None else f"{len(str(value).encode())}:{value}" for value in row]
        digest = hashlib.md5("".join(texts).encode()).digest()
        upper += int.from_bytes(digest[:8], "little")
        lower += int.from_bytes(digest[8:], "little")
    return Content(len(rows), f"{upper % 2**64:016x}{lower % 2**64:016x}")


def test_the_checksum_knows_rows_and_not_their_order() -> None:
    rows = [("a", 1), ("b", None), ("é", 3), ("a", 1), ("", 0)]
    with duckdb.connect() as connection:

        def of(listed: list[tuple[Any, ...]]) -> Content:
            connection.execute("create or replace table t (name text, number integer)")
            connection.executemany("insert into t values (?, ?)", listed)
            return content(connection, "from t", ["name", "number"])

        assert of(rows) == by_hand(rows) == of(rows[::-1])
        assert of(rows).checksum != of(rows[1:]).checksum, "a row that is there twice counts twice"
        assert of([("a1", None)]) != of([("a", 1)]) and of([("", 0)]) != of([(None, 0)])
        connection.execute("delete from t")
        assert content(connection, "from t", ["name"]) == Content(0, "0" * 32)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "no space is left"),
        (PermissionError(13, "Permission denied"), "Change its rights"),
        (OSError(30, "Read-only file system"), "read-only"),
        (duckdb.IOException("IO Error: Could not set lock on file: Conflicting lock is held"), "is in use"),
        (
            duckdb.IOException("The file exists, but it is not a valid DuckDB database file!"),
            "damaged",
        ),
        (duckdb.IOException("Trying to read a database file with version number 99"), "newer DuckDB"),
        (duckdb.CatalogException("Table with name x does not exist!"), "make build"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(error: BaseException, words: str) -> None:
    said = in_words(error, Path("arrears.duckdb"))
    assert said.startswith("arrears.duckdb") or "arrears.duckdb" in said
    assert words in said and "\n" not in said
