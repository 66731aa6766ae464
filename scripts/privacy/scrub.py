"""Erases a person from files (DuckDB, Parquet, CSV, SQLite), written anew: no free block keeps a word."""

import csv
import gzip
import io
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb

from privacy.person import ERASED, Person
from privacy.tags import erased_columns, key_columns
from publishing.files import text
from publishing.marts import quoted
from publishing.versions import synced

SALARY = "(^|[^a-z])salary([^a-z]|$)"


def replaced(new: Path, file: Path) -> None:
    """Put the new file in the place of the old one, with its rights."""
    new.chmod(file.stat().st_mode & 0o777)
    synced(new)
    os.replace(new, file)
    synced(file.parent)


def tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[tuple[str, str], list[str]]:
    """Every table of a database that is no view, with its columns."""
    rows = connection.execute(
        "select schema_name, table_name, list(column_name order by column_index) from duckdb_columns()"
        " join duckdb_tables() using (database_name, schema_name, table_name) where database_name = ?"
        " group by all order by all",
        [database],
    ).fetchall()
    return {(str(schema), str(table)): list(columns) for schema, table, columns in rows}


def erased(name: str) -> str:
    """What becomes of a value, as SQL: nothing stays nothing, and a mask a mask."""
    return f"case when {name} = 'masked' then {name} when {name} is not null then '{ERASED}' end"


def changes(table: str, columns: list[str]) -> dict[str, str]:
    """Column -> its new value in a row of the person, as SQL."""
    new = {name: erased(quoted(name)) for name in erased_columns(table, columns)}
    if "narration" in new:
        # X5: a salary is known by this word, and figures by the salary
        names_it = f"regexp_matches(lower(narration), '{SALARY}')"
        new["narration"] = f"case when {names_it} then 'salary' else {new['narration']} end"
    if "row_json" in columns and "row_key" in columns:
        new["row_key"] = erased("row_key")
    for name in key_columns(columns):
        new[name] = f"case when {quoted(name)} = ? then ? else {quoted(name)} end"
    return new


def scrub_table(connection: duckdb.DuckDBPyConnection, place: str, columns: list[str], person: Person) -> int:
    """Erase the person from one table; how many rows were theirs."""
    new = changes(place.rsplit(".", 1)[-1].strip('"'), columns)
    matches, parameters = person.matches(columns)
    if not new or not matches:
        return 0
    keys = [(person.customer_id, person.pseudonym) for column in new if column in key_columns(columns)]
    sets = ", ".join(f"{quoted(column)} = {value}" for column, value in new.items())
    values = [value for pair in keys for value in pair]
    row = connection.execute(f"update {place} set {sets} where {matches}", [*values, *parameters]).fetchone()
    return int(row[0]) if row else 0


def scrub_duckdb(
    file: Path, person: Person, *, is_version: bool = False, foreign: tuple[str, ...] = ()
) -> dict[str, int]:
    """Erase the person from every table of a DuckDB file; rows of theirs by table."""
    old, new = (file.with_name(f".{file.name}.{stage}") for stage in ("old", "new"))
    for left in (old, new):
        left.unlink(missing_ok=True)
    done = {}
    with closing(duckdb.connect()) as connection:
        # the build file is held, so that no build begins; a version is never written to
        connection.execute(f"attach {text(file)} as given {'(read_only)' if is_version else ''}")
        connection.execute(f"attach {text(old)} as found")
        connection.execute("copy from database given to found")
        for (schema, table), columns in tables(connection, "found").items():
            place = f"found.{quoted(schema)}.{quoted(table)}"
            is_ours = schema not in foreign
            if is_ours and (rows := scrub_table(connection, place, columns, person)):
                done[f"{schema}.{table}"] = rows
        if done:
            # an update leaves the old rows in free blocks: only a file that never held them holds none
            connection.execute(f"attach {text(new)} as clean")
            connection.execute("copy from database found to clean")
            connection.execute("detach clean")
        connection.execute("detach found")
        old.unlink()
        Path(f"{old}.wal").unlink(missing_ok=True)
        if done:
            Path(f"{file}.wal").unlink(missing_ok=True)
            replaced(new, file)
    return done


def scrub_parquet(file: Path, table: str, person: Person) -> int:
    """Erase the person from one Parquet file."""
    new = file.with_name(f".{file.name}.new")
    with closing(duckdb.connect()) as connection:
        connection.execute(
            f"create table {quoted(table)} as from read_parquet({text(file)}, hive_partitioning=false)"
        )
        columns = [str(row[0]) for row in connection.execute(f"describe {quoted(table)}").fetchall()]
        rows = scrub_table(connection, quoted(table), columns, person)
        if rows:
            connection.execute(f"copy {quoted(table)} to {text(new)} (format parquet, compression zstd)")
            replaced(new, file)
    return rows


def records(content: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Every record of a CSV: its text as it stands, and its values."""
    lines = content.splitlines(keepends=True)
    reader, start = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter), 0
    for values in reader:
        yield "".join(lines[start : reader.line_num]), values
        start = reader.line_num


def scrub_csv(file: Path, table: str, person: Person) -> int:
    """Erase the person from one CSV file; lines of others stay as they are, to the byte."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as stream:
        content = str(stream.read())
    mark = "\ufeff" if content.startswith("\ufeff") else ""
    content = content.removeprefix(mark)
    first = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    out, rows = io.StringIO(newline=""), 0
    names: list[str] = []
    for line, values in records(content, delimiter):
        if not names:
            names = [name.strip().lower() for name in values]
            theirs, keys = erased_columns(table, names), key_columns(names)
        row = dict(zip(names, (value.strip() for value in values), strict=False))
        if not person.is_theirs(table, row):
            out.write(line)
            continue
        rows += 1
        for place, name in enumerate(names[: len(values)]):
            if name in keys and row[name] == person.customer_id:
                values[place] = person.pseudonym
            elif row[name] and (name in theirs or row[name] in person.values):
                is_salary = name == "narration" and re.search(SALARY, row[name].lower())
                values[place] = "salary" if is_salary else ERASED
        end = line[len(line.rstrip("\r\n")) :]
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerow(values)
    if rows:
        new = file.with_name(f".{file.name}.new")
        with opened(new, "wt", encoding="utf-8", newline="") as stream:
            stream.write(mark + out.getvalue())
        replaced(new, file)
    return rows


def scrub_sqlite(file: Path, person: Person) -> int:
    """Empty the reasons that people gave for decisions on the person's bills; the decisions stay."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        if not connection.execute("select 1 from sqlite_master where name = 'decisions'").fetchone():
            return 0
        connection.execute("pragma secure_delete = on")
        rows = connection.execute(
            "select decision_id, bill_id, reason from decisions where reason is not null"
        ).fetchall()
        theirs = [
            row[0]
            for row in rows
            if row[2] != ERASED
            and (row[1] in person.bills or any(value in row[2] for value in person.values))
        ]
        guards = connection.execute(
            "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'decisions'"
        ).fetchall()
        # the store guards itself against changes; this one is a duty, and all or nothing
        connection.execute("begin immediate")
        for name, _ in guards:
            connection.execute(f"drop trigger {quoted(name)}")
        connection.executemany(
            "update decisions set reason = ? where decision_id = ?", [(ERASED, key) for key in theirs]
        )
        for _, statement in guards:
            connection.execute(statement)
        connection.commit()
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
    return len(theirs)
