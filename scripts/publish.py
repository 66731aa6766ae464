"""Publishes the warehouse: tests the marts, keeps the closed month-end values, writes a new version.

make publish [KEEP=5] [VARS='...']
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console

from publishing.problems import PublishProblem
from publishing.publication import Publication, keep_values
from publishing.versions import publications_folder

ROOT = Path(__file__).resolve().parent.parent


def variables_of(text: str) -> dict[str, Any]:
    """The variables of the command line, written as for dbt."""
    found = yaml.safe_load("{" + text.strip().strip("{}") + "}")
    return {name: str(value) for name, value in dict(found).items()}


def main(
    vars: Annotated[str, typer.Option(help="dbt variables; those of the build are known already.")] = "",
    keep: Annotated[int, typer.Option(min=2, help="How many versions to keep.")] = 5,
    target: Annotated[
        str, typer.Option(help="dbt target; postgres keeps the values there, and no files.")
    ] = "",
    project: Annotated[Path, typer.Option(help="A project that has this one as a package.")] = ROOT,
) -> None:
    """Publish what the warehouse holds now; the warehouse has to be built."""
    console = Console()
    os.chdir(project)
    file = Path(os.environ.get("ARREARS_DUCKDB") or "arrears.duckdb")
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    try:
        with console.status("Reading the project ...") as status:
            if target not in ("", "duckdb"):
                console.print(keep_values(Path.cwd(), target, variables_of(vars), now), soft_wrap=True)
                return
            publication = Publication(Path.cwd(), file, publications_folder(Path.cwd()), now)
            publication.make(keep, lambda step: status.update(f"{step} ..."), variables_of(vars))
    except PublishProblem as problem:
        console.print(f"[red]Nothing was published:[/red] {problem}", soft_wrap=True)
        sys.exit(1)
    for line in publication.sentences:
        console.print(line, soft_wrap=True, markup=False)


if __name__ == "__main__":
    typer.run(main)
