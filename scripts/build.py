"""The main job: builds the warehouse with dbt and prints a short summary of the portfolio."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.results import RunExecutionResult
from rich.console import Console

from summary import show_summary

ROOT = Path(__file__).resolve().parent.parent


def one_line(message: str) -> str:
    """The first telling line of a dbt error: its own words, without the places it went through."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(("> in macro", "> called by"))]
    telling = [
        line
        for line in lines
        if not line.startswith(("Compilation Error", "Runtime Error", "Database Error"))
    ]
    return telling[0] if telling else (lines[0] if lines else "unknown error")


def main(
    vars: Annotated[str, typer.Option(help="dbt variables as YAML, like `raw_source: folder`.")] = "",
    target: Annotated[str, typer.Option(help="dbt target of profiles.yml.")] = "",
    full: Annotated[bool, typer.Option(help="Run the data tests and unit tests too.")] = False,
) -> None:
    """Build seeds and models, then show the latest month."""
    console = Console()
    os.chdir(ROOT)
    os.environ.setdefault("DBT_PROFILES_DIR", str(ROOT))
    args = ["--quiet", "build", "--vars", "{" + vars.strip("{}") + "}"]
    if target:
        args += ["--target", target]
    if not full:
        # the second route of the glossary tests costs more than the models it checks
        args += [
            "--exclude-resource-type",
            "test",
            "--exclude-resource-type",
            "unit_test",
            "--exclude",
            "path:checks",
        ]
    with console.status("Building the warehouse with dbt ..."):
        outcome = dbtRunner().invoke(args)
    if not outcome.success:
        if outcome.exception:
            console.print(f"[red]The build stopped:[/red] {one_line(str(outcome.exception))}", soft_wrap=True)
        elif isinstance(outcome.result, RunExecutionResult):
            failed = [r for r in outcome.result.results if r.status in ("error", "fail")]
            for result in failed[:5]:
                console.print(
                    f"[red]{result.node.name}:[/red] {one_line(result.message or '')}", soft_wrap=True
                )
        sys.exit(1)
    if not target or target == "duckdb":
        DuckDBConnectionManager.close_all_connections()
        show_summary(console, Path(os.environ.get("ARREARS_DUCKDB", "arrears.duckdb")))


if __name__ == "__main__":
    typer.run(main)
