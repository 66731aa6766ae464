"""Hands over all that is held about a customer, as one JSON file.

make export CUSTOMER=ke-c-17
"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from privacy.command import Backups, places
from privacy.erase import person_of
from privacy.export import export


def main(
    customer_id: Annotated[str, typer.Argument(help="Key of the customer.")],
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
    backup: Annotated[list[Path] | None, Backups] = None,
) -> None:
    """Write every row that is held about a customer."""
    everywhere = places(backup or [])
    file = out or Path(f"customer_{customer_id.replace('/', '_')}.json")
    rows = export(person_of(customer_id, everywhere), everywhere, file)
    Console().print(f"{rows:,} rows in {file}. It holds personal data: hand it over, and delete it.")


if __name__ == "__main__":
    typer.run(main)
