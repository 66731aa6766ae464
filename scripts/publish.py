"""Keeps the closed month-end values of the warehouse as published, for later builds to be held against."""

import os
import sys
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from rich.console import Console

from build import one_line

ROOT = Path(__file__).resolve().parent.parent
COUNTS = """
select
  (select count(*) from published.published_values),
  (select max(known_at) from intermediate.int_month_end_values),
  (select count(*) from marts.restatements where is_restated)
"""


def kept(connection: duckdb.DuckDBPyConnection) -> int:
    """Publications of values that are kept so far; none before the first publication."""
    query = "select count(*) from duckdb_tables() where schema_name = 'published'"
    if connection.execute(query).fetchone() == (0,):
        return 0
    row = connection.execute("select count(*) from published.published_values").fetchone()
    return int(row[0]) if row else 0


def said(connection: duckdb.DuckDBPyConnection, kept_before: int) -> str:
    """What a publication did, in words."""
    row = connection.execute(COUNTS).fetchone()
    assert row is not None
    kept_now, known_at, restated = row
    new = kept_now - kept_before
    if not new:
        return f"Nothing new was published: the warehouse knows no more than was published ({known_at})."
    return (
        f"{new:,} values published, known at {known_at}; "
        f"{restated:,} values differ from their first publication."
    )


def main(
    vars: Annotated[str, typer.Option(help="dbt variables as YAML, those of the build.")] = "",
    target: Annotated[str, typer.Option(help="dbt target of profiles.yml.")] = "",
) -> None:
    """Publish what the warehouse holds now; the warehouse has to be built."""
    console = Console()
    os.chdir(ROOT)
    os.environ.setdefault("DBT_PROFILES_DIR", str(ROOT))
    inner = ", ".join(part for part in (vars.strip().strip("{}"), "publish: true") if part)
    options = ["--vars", "{" + inner + "}", *(["--target", target] if target else [])]
    is_file = not target or target == "duckdb"
    file = Path(os.environ.get("ARREARS_DUCKDB", "arrears.duckdb"))
    kept_before = 0
    if is_file and file.exists():
        with duckdb.connect(str(file), read_only=True) as connection:
            kept_before = kept(connection)
    steps = (
        ["--quiet", "snapshot", "--select", "published_values"],
        ["--quiet", "run", "--select", "restatements"],
    )
    for step in steps:
        outcome = dbtRunner().invoke([*step, *options])
        if not outcome.success:
            messages = [r.message or "" for r in getattr(outcome.result, "results", None) or []]
            message = str(outcome.exception) if outcome.exception else "\n".join(messages)
            console.print(f"[red]Nothing was published:[/red] {one_line(message)}", soft_wrap=True)
            console.print("Is the warehouse built? make build comes first.")
            sys.exit(1)
    if is_file:
        DuckDBConnectionManager.close_all_connections()
        with duckdb.connect(str(file), read_only=True) as connection:
            console.print(said(connection, kept_before), soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
