"""Erases a customer from input, warehouse, publications, decisions, backups and logs; published figures stay.

make erase CUSTOMER=ke-c-17 [BACKUPS=folder]
"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from privacy.command import Backups, places
from privacy.erase import erase, person_of, stop_on_foreign_raw
from privacy.traces import traces
from publishing.problems import PublishProblem, in_words


def main(
    customer_id: Annotated[str, typer.Argument(help="Key of the customer.")],
    backup: Annotated[list[Path] | None, Backups] = None,
) -> None:
    """Erase a customer, and look whether anything is left."""
    console = Console()
    everywhere = places(backup or [])
    try:
        stop_on_foreign_raw(everywhere, customer_id)
        with console.status("Looking for the customer ...") as status:
            person = person_of(customer_id, everywhere)
            done = erase(person, everywhere, lambda step: status.update(f"{step} ..."))
            left = traces(person, everywhere)
    except (PublishProblem, OSError) as problem:
        words = (
            str(problem) if isinstance(problem, PublishProblem) else in_words(problem, everywhere.build_file)
        )
        console.print(f"[red]The erasure is not complete:[/red] {words} Then say this again.", soft_wrap=True)
        sys.exit(1)
    for place, rows in done.items():
        console.print(f"{rows:,} rows in {place}", soft_wrap=True, markup=False)
    if left:
        console.print("[red]Still held:[/red]")
        for place in left:
            console.print(place, soft_wrap=True, markup=False)
        sys.exit(1)
    if not done:
        console.print("Nothing is held about this customer.")
        return
    console.print(
        f"Nothing is left of the customer; rows that were theirs bear the name {person.pseudonym}."
        " A Postgres publication has to be loaded again: make postgres.",
        soft_wrap=True,
    )


if __name__ == "__main__":
    typer.run(main)
