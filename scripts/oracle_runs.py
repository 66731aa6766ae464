"""Thousands of random portfolios, built by the models and worked out by the oracle, must come out alike.

Stops at the first difference and prints the smallest case of it. Seed and number name a portfolio for good.
"""

import secrets
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "python"))

from agreement import MART_NAMES
from portfolio_runs import MOMENTS, compare, portfolios, smallest_case, with_rates
from strategies import pack
from warehouse import compile_plan, workplace


def main(
    count: Annotated[int, typer.Option("--portfolios", min=1, help="How many portfolios to draw.")] = 5000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the portfolios; a fresh one when left out.")] = -1,
    batch: Annotated[int, typer.Option(min=1, help="Portfolios in one build.")] = 250,
) -> None:
    """Compare every mart of every portfolio at every moment."""
    console = Console()
    if seed < 0:
        seed = secrets.randbelow(1_000_000)
    console.print(f"seed {seed}, {count} portfolios, {len(MOMENTS)} moments")
    started = time.monotonic()
    with workplace() as place, Progress(console=console, transient=True) as progress:
        task = progress.add_task("compiling", total=count * len(MOMENTS))
        plans = {moment: compile_plan(place, MART_NAMES, **moment.variables) for moment in MOMENTS}
        for first in range(0, count, batch):
            members = portfolios(seed, first, min(batch, count - first))
            rows = with_rates(pack(list(members.values())))
            for moment, plan in plans.items():
                progress.update(task, description=f"from {first}, {moment}")
                found = compare(plan.run(rows), rows, moment)
                if found:
                    console.print(
                        f"[red]{len(found)} differences {moment}.[/red] Looking for the smallest case ..."
                    )
                    case = smallest_case(plan, members, moment, found)
                    console.print(str(case or "\n".join(map(str, found[:20]))), markup=False, soft_wrap=True)
                    raise typer.Exit(1)
                progress.advance(task, len(members))
    console.print(f"[green]No difference.[/green] {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    typer.run(main)
