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
  max(published_on),
  count(*) filter (where last_published_on = (select max(last_published_on) from marts.restatements)),
  count(*) filter (where is_restated)
from marts.restatements
"""


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
    if not target or target == "duckdb":
        DuckDBConnectionManager.close_all_connections()
        file = os.environ.get("ARREARS_DUCKDB", "arrears.duckdb")
        with duckdb.connect(file, read_only=True) as connection:
            row = connection.execute(COUNTS).fetchone()
        if row:
            console.print(
                f"{row[1]:,} values stand published as of {row[0]}; "
                f"{row[2]:,} differ from their first publication."
            )


if __name__ == "__main__":
    typer.run(main)
