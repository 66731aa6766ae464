"""Bring a company's own files into the shape of the input contract.

python scripts/import_files.py MAPPING.yml --source FOLDER --out FOLDER
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from importing.checking import check_mapping
from importing.contract import ImportProblem, load_contract
from importing.engine import Importer, Outcome
from importing.mapping import load_mapping
from importing.sources import reason

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class FileFormat(StrEnum):
    """What the files are written as."""

    PARQUET = "parquet"
    CSV = "csv"


def import_folder(
    mapping_file: Path, source: Path, out: Path, file_format: FileFormat, console: Console
) -> list[Outcome]:
    """Import one folder and return what came of each table."""
    contract = load_contract()
    mapping = load_mapping(mapping_file)
    check_mapping(mapping, contract, mapping_file)
    if not source.is_dir():
        raise ImportProblem(f"{source}: there is no such source folder; correct --source")
    steps = len(mapping.sources) + len(contract)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.completed}/{task.total} {task.description}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task("start", total=steps)

        def step(what: str) -> None:
            progress.update(task, description=what)
            progress.advance(task)

        importer = Importer(mapping, contract, mapping_file.name, source, out)
        return importer.run(file_format.value, step)


def summary(outcomes: list[Outcome], out: Path, file_format: FileFormat) -> Grid:
    """Lay out the row counts."""
    grid = Grid(title=f"{len(outcomes)} {file_format.value} files in {out}", title_justify="left")
    grid.add_column("table")
    grid.add_column("rows", justify="right")
    grid.add_column("from", overflow="fold")
    grid.add_column("to look at", overflow="fold")
    for outcome in outcomes:
        style = "yellow" if outcome.remarks else None if outcome.rows else "dim"
        cells = (outcome.table, f"{outcome.rows:,}", outcome.origin, "; ".join(outcome.remarks))
        grid.add_row(*cells, style=style)
    return grid


@app.command()
def main(
    mapping: Annotated[Path, typer.Argument(help="YAML file that says what goes where.")],
    source: Annotated[Path, typer.Option(help="Folder with the company's files.")],
    out: Annotated[Path, typer.Option(help="Folder for the contract's files.")],
    file_format: Annotated[FileFormat, typer.Option("--format", help="What to write.")] = FileFormat.PARQUET,
) -> None:
    """Write one file per table of the input contract, all columns in order."""
    console = Console()
    try:
        outcomes = import_folder(mapping, source, out, file_format, console)
    except ImportProblem as problem:
        for line in problem.lines:
            typer.echo(f"error: {line}", err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"error: {error.filename or out}: {error.strerror}; correct --out", err=True)
        raise typer.Exit(1) from None
    except duckdb.Error as error:
        typer.echo(f"error: {out}: cannot be filled: {reason(error)}; free space and retry", err=True)
        raise typer.Exit(1) from None
    console.print(summary(outcomes, out, file_format))


if __name__ == "__main__":
    app()
