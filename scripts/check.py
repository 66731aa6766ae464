"""Every check in turn, with its time; stops at the first that fails and says how to run it alone."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

SQL_FOLDERS = ["models", "macros", "tests/glossary", "tests/reconciliation", "tests/generic", "analyses"]


def commands(scratch: Path) -> dict[str, list[str]]:
    """The checks, by the name under which they are announced."""
    build = [str(BIN / "dbt"), "build", "--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs")]
    return {
        "sqlfluff": [str(BIN / "sqlfluff"), "lint", "--processes", "2", *SQL_FOLDERS],
        "ruff": [str(BIN / "ruff"), "check", "."],
        "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
        "mypy": [str(BIN / "mypy"), "scripts", "tests/python"],
        "dbt build, from empty": build,
        "pytest": [str(BIN / "python"), "-m", "pytest", "tests/python", "-q"],
    }


def main() -> None:
    """Run the checks from the project's folder."""
    console = Console()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        environment = {**os.environ, "ARREARS_DUCKDB": str(scratch / "arrears.duckdb"), "DBT_PROFILES_DIR": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for name, command in commands(scratch).items():
            console.rule(name, align="left")
            start = time.monotonic()
            outcome = subprocess.run(command, env=environment, check=False)
            if outcome.returncode:
                alone = " ".join(Path(part).name if part.startswith(str(BIN)) else part for part in command)
                console.print(f"[red]{name} failed.[/red] Run it alone with: {VENV_HINT}{alone}", soft_wrap=True)
                sys.exit(outcome.returncode)
            console.print(f"[green]{name}[/green] {time.monotonic() - start:.0f} s")
    console.print("[green]Every check passed.[/green]")


VENV_HINT = ". .venv/bin/activate && "

if __name__ == "__main__":
    main()
