"""Write the demo portfolio as CSV or Parquet files, at any scale. Same flags, same bytes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn
from rich.table import Table

from demo.build import all_accounts
from demo.dirty import dirty_rows
from demo.world import static_rows
from demo.write import Warehouse


class Format(StrEnum):
    """File formats that can be written."""

    csv = "csv"
    parquet = "parquet"


def generate(
    out: Annotated[Path, typer.Option(help="Folder that gets one file per table.")],
    file_format: Annotated[Format, typer.Option("--format")] = Format.parquet,
    accounts: Annotated[int, typer.Option(min=1)] = 1500,
    seed: Annotated[int, typer.Option()] = 7,
    dirty: Annotated[
        bool | None,
        typer.Option("--dirty/--no-dirty", help="Add faulty rows [default: with CSV only]."),
    ] = None,
    dense: Annotated[
        bool | None,
        typer.Option(
            "--dense/--sparse", help="40-60 payments per PAYG account, or half [default: sparse with CSV]."
        ),
    ] = None,
    chunk: Annotated[int, typer.Option(min=1, help="Rows held per table, and rows per row group.")] = 50_000,
) -> None:
    """Write the raw tables. Parquet columns are typed, or text when there are faulty rows."""
    is_csv = file_format is Format.csv
    dirty = is_csv if dirty is None else dirty
    dense = not is_csv if dense is None else dense
    console = Console(stderr=True)
    warehouse = Warehouse(out, file_format.value, chunk, as_text=dirty)
    warehouse.add(static_rows(seed))
    if dirty:
        # first, so that a reader that guesses a file's quotes from its beginning meets some
        for name, cells in dirty_rows():
            warehouse.add_cells(name, cells)
    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    ) as bar:
        for rows in bar.track(all_accounts(accounts, seed, dense), total=accounts, description="Accounts"):
            warehouse.add(rows)
    warehouse.close()
    summary = Table("table", "rows", "bytes")
    for name, count in warehouse.counts.items():
        size = (out / f"{name}.{file_format.value}").stat().st_size
        summary.add_row(name, f"{count:,}", f"{size:,}")
    console.print(summary)


if __name__ == "__main__":
    typer.run(generate)
