"""Times the models at scale. Every claim is a ratio of two times measured in this run, on this machine."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from daily_spine import DAILY_SPINE, DIFFERENCES

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
THREADS = 2

# from payments and spells to the month-ends: what a daily spine would replace
CLOCK_MODELS = [
    "int_credit_events",
    "int_delinquency_segments",
    "int_account_status_pieces",
    "int_account_month_states",
]
ALLOCATION_FOLDER = "models/intermediate/allocate/"
ALLOCATION_MARTS = {"fct_payment_allocations", "fct_payments", "fct_receivables_months"}


def build(data: Path, scratch: Path, as_of: str) -> dict[str, tuple[str, float]]:
    """Build all models from a folder of files; model name -> (path, seconds)."""
    environment = {
        **os.environ,
        "ARREARS_DUCKDB": str(scratch / "arrears.duckdb"),
        "DBT_PROFILES_DIR": str(ROOT),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [
        str(BIN / "dbt"),
        "--quiet",
        "build",
        "--target-path",
        str(scratch / "target"),
        "--log-path",
        str(scratch / "logs"),
        "--threads",
        "1",
        "--exclude-resource-type",
        "test",
        "--exclude-resource-type",
        "unit_test",
        "--exclude",
        "path:checks",
        "--vars",
        json.dumps({"raw_source": "folder", "raw_path": str(data), "as_of_date": as_of}),
    ]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    results = json.loads((scratch / "target" / "run_results.json").read_text())["results"]
    manifest = json.loads((scratch / "target" / "manifest.json").read_text())["nodes"]
    return {
        manifest[row["unique_id"]]["name"]: (
            manifest[row["unique_id"]]["original_file_path"],
            row["execution_time"],
        )
        for row in results
        if row["unique_id"].startswith("model.")
    }


def timed(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    """Seconds that a statement takes."""
    start = time.monotonic()
    connection.execute(sql)
    return time.monotonic() - start


def sort_seconds(data: Path, scratch: Path) -> float:
    """Sorting the payments by account and time into a table: the yardstick. The better of two runs."""
    with duckdb.connect(str(scratch / "sort.duckdb")) as connection:
        connection.execute(f"set threads = {THREADS}")
        connection.execute(f"create table payments as select * from read_parquet('{data}/payments.parquet')")
        statement = "create or replace table sorted as select * from payments order by account_id, paid_at"
        return min(timed(connection, statement) for _ in range(2))


def generate(accounts: int, folder: Path) -> None:
    """Demo data of a size, as Parquet."""
    script = str(ROOT / "scripts" / "generate.py")
    size = ["--format", "parquet", "--accounts", str(accounts)]
    subprocess.run([sys.executable, script, "--out", str(folder), *size], check=True)


def main(
    accounts: Annotated[int, typer.Option(help="Accounts of the large build.")] = 100_000,
    spine_accounts: Annotated[int, typer.Option(help="Accounts of the build beside a daily spine.")] = 20_000,
    data: Annotated[Path | None, typer.Option(help="Parquet files made before, for the large build.")] = None,
    as_of: Annotated[str, typer.Option(help="The day to build for.")] = "2025-12-31",
) -> None:
    """Build at scale, sort beside it, run a daily spine beside a smaller build."""
    console = Console()
    table = Table(title="Ratios measured in this run", title_justify="left")
    for column in ("what", "seconds", "against", "seconds", "ratio"):
        table.add_column(column, justify="left" if column in ("what", "against") else "right")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if data is None:
            data = scratch / "data"
            generate(accounts, data)
        console.print("Building the large warehouse ...")
        (scratch / "large").mkdir()
        times = build(data, scratch / "large", as_of)
        total = sum(seconds for _, seconds in times.values())
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 / 1024
        console.print("Sorting the payments ...")
        sort = sort_seconds(data, scratch)
        staged = sum(s for path, s in times.values() if path.startswith("models/staging"))
        core = sum(
            s for path, s in times.values() if "/portfolio/" in path or "/core/" in path or "/time/" in path
        )
        allocation = sum(
            s
            for name, (path, s) in times.items()
            if path.startswith(ALLOCATION_FOLDER) or name in ALLOCATION_MARTS
        )
        for name, seconds in [
            ("all models", total),
            ("staging", staged),
            ("portfolio core", core),
            ("allocation and aging", allocation),
        ]:
            table.add_row(
                name, f"{seconds:.1f}", "sorting the payments", f"{sort:.1f}", f"{seconds / sort:.1f}"
            )
        table.add_row(
            "allocation and aging",
            f"{allocation:.1f}",
            "all models",
            f"{total:.1f}",
            f"{allocation / total:.0%}",
        )
        console.print("Running a daily spine beside the interval models ...")
        generate(spine_accounts, scratch / "small_data")
        (scratch / "small").mkdir()
        small = build(scratch / "small_data", scratch / "small", as_of)
        interval = sum(small[name][1] for name in CLOCK_MODELS)
        with duckdb.connect(str(scratch / "small" / "arrears.duckdb")) as connection:
            connection.execute(f"set threads = {THREADS}")
            spine = timed(connection, DAILY_SPINE.format(as_of=as_of))
            row = connection.execute(DIFFERENCES).fetchone()
        table.add_row(
            f"daily spine, {spine_accounts:,} accounts",
            f"{spine:.1f}",
            "interval models",
            f"{interval:.1f}",
            f"{spine / interval:.1f}",
        )
    console.print(table)
    console.print(
        f"Peak memory of the builds: {peak:.1f} GB. "
        f"Month-ends in which the two ways differ: {row[0] if row else '?'}."
    )


if __name__ == "__main__":
    typer.run(main)
