"""Builds the bundled data on DuckDB and on a Postgres server of its own, and compares every row of the marts.

python scripts/compare_engines.py [--tests] [--schema marts]
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console

from engines.build import BuildProblem, build
from engines.compare import compare_schemas
from engines.postgres_server import running_server


def main(
    schema: Annotated[
        list[str] | None, typer.Option(help="Schema to compare; may be given more than once.")
    ] = None,
    tests: Annotated[
        bool, typer.Option(help="Run the data tests and unit tests on both engines too.")
    ] = False,
) -> None:
    """Build twice, compare, and stop with 1 when anything differs."""
    console = Console()
    with tempfile.TemporaryDirectory() as folder, running_server() as server:
        work = Path(folder)
        server.create_database("arrears")
        file = work / "arrears.duckdb"
        engines = {"duckdb": {"ARREARS_DUCKDB": str(file)}, "postgres": server.environment("arrears")}
        for target, env in engines.items():
            start = time.monotonic()
            try:
                with console.status(f"Building on {target} ..."):
                    build(target, work, env, {}, tests=tests)
            except BuildProblem as problem:
                console.print(f"[red]The build on {target} stopped:[/red] {problem}", soft_wrap=True)
                sys.exit(1)
            console.print(f"{target} built in {time.monotonic() - start:.0f} s")
        equal = True
        with duckdb.connect(str(file), read_only=True) as left:
            right = server.connect("arrears")
            for name in schema or ["marts"]:
                comparison = compare_schemas(left, right, name)
                equal = equal and not comparison.differences
                for line in comparison.differences:
                    console.print(line, soft_wrap=True, markup=False)
                console.print(f"{name}: {comparison.tables} tables, {comparison.rows} rows compared")
            right.close()
    console.print("[green]Both engines agree.[/green]" if equal else "[red]The engines differ.[/red]")
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    typer.run(main)
