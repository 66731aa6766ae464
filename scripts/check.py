"""Every check in turn, with its time; stops at the first that fails and says how to run it alone."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# these files start first, so that no worker is left alone with one of them
LONGEST = ["smart_collect", "oracle_agreement", "restatements", "postgres", "small_inputs", "messages"]

# white space is linted as it is written, everything else as it runs
SOURCES = ["models", "checks/models", "analyses"]
LINT_OPTIONS = ["--processes", "2", "--disable-progress-bar"]


def static_checks() -> dict[str, list[str]]:
    """Checks that need no warehouse."""
    return {
        "ruff": [str(BIN / "ruff"), "check", "."],
        "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
        "layout": [
            str(BIN / "sqlfluff"),
            "lint",
            "--config",
            str(ROOT / ".sqlfluff-layout"),
            *LINT_OPTIONS,
            *SOURCES,
        ],
        "mypy": [str(BIN / "mypy"), "scripts", "tests/python"],
        "metric docs": [str(BIN / "python"), "scripts/metric_docs.py", "--check"],
    }


def dbt(command: str, scratch: Path) -> list[str]:
    """A dbt command that leaves no trace in the project."""
    return [
        str(BIN / "dbt"),
        command,
        "--target-path",
        str(scratch / "target"),
        "--log-path",
        str(scratch / "logs"),
    ]


def sqlfluff(scratch: Path) -> list[str]:
    """Lint of the SQL as it runs: models and singular tests, templates resolved."""
    compiled = scratch / "target" / "compiled" / "arrears"
    files = [str(file) for file in sorted(compiled.rglob("*.sql")) if ".yml" not in str(file)]
    return [str(BIN / "sqlfluff"), "lint", "--config", str(ROOT / ".sqlfluff"), *LINT_OPTIONS, *files]


def run(console: Console, name: str, command: list[str], environment: dict[str, str]) -> None:
    """Run one check; leave with its code when it fails."""
    console.rule(name, align="left")
    start = time.monotonic()
    outcome = subprocess.run(command, env=environment, check=False)
    if outcome.returncode:
        shown = " ".join(Path(part).name if part.startswith(str(BIN)) else part for part in command[:6])
        console.print(
            f"[red]{name} failed.[/red] Run it alone: . .venv/bin/activate && {shown}", soft_wrap=True
        )
        sys.exit(outcome.returncode)
    console.print(f"[green]{name}[/green] {time.monotonic() - start:.0f} s")


def main(
    lint: Annotated[bool, typer.Option(help="Only the lints: ruff, mypy, sqlfluff.")] = False,
) -> None:
    """Lint, build from empty with every data and unit test, pytest."""
    console = Console()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        environment = {
            **os.environ,
            "ARREARS_DUCKDB": str(scratch / "arrears.duckdb"),
            "DBT_PROFILES_DIR": str(ROOT),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "tests" / "python")]),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for name, command in static_checks().items():
            run(console, name, command, environment)
        run(console, "dbt build, from empty", dbt("build", scratch), environment)
        run(console, "sqlfluff", sqlfluff(scratch), environment)
        if not lint:
            first = [f"tests/python/test_{name}.py" for name in LONGEST]
            options = ["-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
            pytest = [str(BIN / "python"), "-m", "pytest", *first, "tests/python", *options]
            run(console, "pytest", pytest, environment)
    console.print("[green]Every check passed.[/green]")


if __name__ == "__main__":
    typer.run(main)
