"""Every check in turn, with its time; stops at the first that fails and says how to run it alone."""

import configparser
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
# unit tests lean on no day: they pass for a build long before the last day of the demo and long after it
OTHER_DAYS = ["2023-06-30", "2027-03-31"]
# what `make test` runs; `make test-more` runs all others
QUICK = [
    "file_rules", "house_rules", "contract", "registry_complete", "generator", "demo_findings", "import",
    "import_formats", "reference_bands",
]  # fmt: skip

SOURCES = ["models", "checks/models", "analyses"]


def static_checks() -> dict[str, list[str]]:
    """Checks that need no warehouse."""
    return {
        "ruff": [str(BIN / "ruff"), "check", "."],
        "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
        "mypy": [str(BIN / "mypy"), "dashboard", "scripts", "tests/python"],
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


def sqlfluff() -> dict[str, list[str]]:
    """Lint of the SQL as it is written; template loops hide indents and readers of a CTE from the linter."""
    files = [path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*.sql"))]
    plain = [str(path) for path in files if "{%" not in path.read_text(encoding="utf-8")]
    looped = [str(path) for path in files if str(path) not in plain]
    command = [str(BIN / "sqlfluff"), "lint", "--processes", "2", "--disable-progress-bar"]
    settings = configparser.ConfigParser()
    settings.read(ROOT / ".sqlfluff")
    unreadable = settings["sqlfluff"]["exclude_rules"] + ", layout.indent, structure.unused_cte"
    return {
        "sqlfluff": [*command, *plain],
        "sqlfluff, templates": [*command, "--exclude-rules", unreadable, *looped],
    }


def unit_tests(day: str, scratch: Path) -> list[str]:
    """All unit tests as of a day."""
    return [*dbt("test", scratch), "--select", "test_type:unit", "--vars", f"{{as_of_date: '{day}'}}"]


def pytest(more: bool) -> list[str]:
    """The Python tests on both cores: those about the project itself, or all others."""
    files = [f"tests/python/test_{name}.py" for name in QUICK]
    chosen = ["tests/python", *(f"--ignore={file}" for file in files)] if more else files
    options = ["-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    return [str(BIN / "python"), "-m", "pytest", *chosen, *options]


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
    more: Annotated[bool, typer.Option(help="Only the Python tests that take longer.")] = False,
) -> None:
    """Lint, build from empty with every data and unit test, pytest."""
    console = Console()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        environment = {
            **os.environ,
            "ARREARS_DUCKDB": str(scratch / "arrears.duckdb"),
            # decisions taken on this machine are no part of what is checked
            "ARREARS_DECISIONS": str(scratch / "decisions.sqlite"),
            "DBT_PROFILES_DIR": str(ROOT),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts"), str(ROOT / "tests" / "python")]),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if more:
            run(console, "pytest, the longer tests", pytest(more=True), environment)
            return
        for name, command in {**static_checks(), **sqlfluff()}.items():
            run(console, name, command, environment)
        if lint:
            return
        # unit tests bring their own rows: they run as of two other days, and not a third time with the build
        build = [*dbt("build", scratch), "--exclude-resource-type", "unit_test"]
        run(console, "dbt build, from empty", build, environment)
        for day in OTHER_DAYS:
            run(console, f"unit tests as of {day}", unit_tests(day, scratch), environment)
        run(console, "pytest", pytest(more=False), environment)
    console.print("[green]Every check passed.[/green]")


if __name__ == "__main__":
    typer.run(main)
