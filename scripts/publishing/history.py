"""The values that were published, kept in the build file and with every version."""

from pathlib import Path
from typing import Any

import duckdb

from publishing.files import HISTORY, text
from publishing.versions import current

COUNTS = """
select
  (select count(*) from {history}),
  (select max(known_at) from {values}),
  (select count(*) from {restatements} where is_restated)
"""


def table(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """A table of the build file, wherever its schema is."""
    query = "select schema_name from duckdb_tables() where table_name = ?"
    row = connection.execute(query, [name]).fetchone()
    return f'"{row[0]}"."{name}"' if row else None


def kept(connection: duckdb.DuckDBPyConnection) -> int:
    """Publications of values that are kept so far; none before the first publication."""
    history = table(connection, HISTORY)
    row = connection.execute(f"select count(*) from {history}").fetchone() if history else None
    return int(row[0]) if row else 0


def restore(file: Path, folder: Path, schema: str) -> int:
    """How many values were published so far; a build file made anew gets them back from the last version."""
    with duckdb.connect(str(file)) as connection:
        found = kept(connection)
        version = current(folder)
        backup = version.folder / f"{HISTORY}.parquet" if version else None
        if found or backup is None or not backup.exists():
            return found
        connection.execute(f'create schema if not exists "{schema}"')
        connection.execute(f'create or replace table "{schema}"."{HISTORY}" as from {text(backup)}')
        return kept(connection)


def facts(connection: duckdb.DuckDBPyConnection) -> tuple[int, Any, int]:
    """How many values are kept, the time they are known at, how many differ from their first publication."""
    query = COUNTS.format(
        history=table(connection, HISTORY),
        values=table(connection, "int_month_end_values"),
        restatements=table(connection, "restatements"),
    )
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def said(connection: duckdb.DuckDBPyConnection, kept_before: int) -> str:
    """What a publication did, in words."""
    kept_now, known_at, restated = facts(connection)
    new = kept_now - kept_before
    if not new:
        return f"No value is new: the warehouse knows no more than was published ({known_at})."
    return (
        f"{new:,} values published, known at {known_at}; "
        f"{restated:,} values differ from their first publication."
    )
