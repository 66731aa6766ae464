"""The main job: builds the warehouse with dbt and prints a short summary of the portfolio."""

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from rich.console import Console

from messages import told, unusable
from publishing.problems import in_words
from summary import show_summary

ROOT = Path(__file__).resolve().parent.parent


def stop(console: Console, lines: list[str]) -> NoReturn:
    """Say why the build stopped, and end."""
    console.print("[red]The build stopped:[/red]", end=" ")
    for line in lines:
        console.print(line, soft_wrap=True, markup=False)
    sys.exit(1)


def strange_entry(variables: str) -> str | None:
    """An entry of raw_path that DuckDB would pass over: a broken link, or a folder without a file."""
    found = yaml.safe_load("{" + variables.strip("{}") + "}") or {}
    folder = Path(str(found.get("raw_path") or ""))
    if found.get("raw_source") != "folder" or not folder.is_dir():
        return None
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "_")):
            continue
        if not entry.exists():
            return f"{entry}: a link to a file that is not there. Mend it, or move it out of the folder."
        if entry.is_dir() and not any(part.is_file() for part in entry.rglob("*")):
            return f"{entry}: a folder without a file. Fill it, or move it out of the folder."
    return None


def main(
    vars: Annotated[str, typer.Option(help="dbt variables as YAML, like `raw_source: folder`.")] = "",
    target: Annotated[str, typer.Option(help="dbt target of profiles.yml.")] = "",
    full: Annotated[bool, typer.Option(help="Run the data tests and unit tests too.")] = False,
) -> None:
    """Build seeds and models, then show the latest month."""
    console = Console()
    os.chdir(ROOT)
    os.environ.setdefault("DBT_PROFILES_DIR", str(ROOT))
    args = ["--log-level", "none", "build", "--vars", "{" + vars.strip("{}") + "}"]
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
    file = Path(os.environ.get("ARREARS_DUCKDB") or "arrears.duckdb")
    problem = None if target not in ("", "duckdb") else unusable(file) or strange_entry(vars)
    if problem:
        stop(console, [problem])
    with console.status("Building the warehouse with dbt ..."):
        try:
            outcome = dbtRunner().invoke(args)
            if "found two metrics" in str(outcome.exception):
                # partial parsing takes a sum that changed under its model for a second one
                outcome = dbtRunner().invoke(["--no-partial-parse", *args])
        except (OSError, duckdb.Error) as error:
            stop(console, [in_words(error, file)])
    if not outcome.success:
        stop(console, told(outcome, file))
    if not target or target == "duckdb":
        DuckDBConnectionManager.close_all_connections()
        show_summary(console, file)


if __name__ == "__main__":
    typer.run(main)
