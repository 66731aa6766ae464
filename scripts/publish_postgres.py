"""Loads the current publication, or another one, into Postgres; ARREARS_PG_HOST and the like say where.

python scripts/publish_postgres.py [--number 7] [--schema arrears] [--roles arrears]
"""

import os
import sys
from contextlib import closing
from typing import Annotated

import psycopg2
import typer
from rich.console import Console

from publishing.postgres import Loader
from publishing.problems import PublishProblem
from publishing.versions import Version, current, publications_folder, versions


def chosen(number: int) -> Version:
    """The version of this number, or the current one."""
    folder = publications_folder()
    found = [version for version in versions(folder) if version.number == number]
    version = found[0] if found else None if number else current(folder)
    if version is None:
        raise PublishProblem(f"{folder} holds no publication {number or ''}. Run make publish first.")
    return version


def dropped(loader: Loader) -> list[str]:
    """Remove the version before; a reader who still holds it keeps it until the next publication."""
    try:
        loader.drop_previous()
    except psycopg2.errors.LockNotAvailable:
        loader.cursor.connection.rollback()
        return ["Somebody still reads the version before; it goes with the next publication."]
    return []


def main(
    number: Annotated[int, typer.Option(help="Which version; the current one when not said.")] = 0,
    schema: Annotated[str, typer.Option(help="Schema of the marts; two more bear its name.")] = "arrears",
    roles: Annotated[str, typer.Option(help="First word of the names of the three roles.")] = "arrears",
) -> None:
    """Load a publication in one transaction."""
    console = Console()
    try:
        version = chosen(number)
        with (
            closing(
                psycopg2.connect(
                    host=os.environ.get("ARREARS_PG_HOST", "localhost"),
                    port=os.environ.get("ARREARS_PG_PORT", "5432"),
                    user=os.environ.get("ARREARS_PG_USER", "postgres"),
                    password=os.environ.get("ARREARS_PG_PASSWORD", ""),
                    dbname=os.environ.get("ARREARS_PG_DATABASE", "arrears"),
                )
            ) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            loader = Loader(version, cursor, schema, roles)
            said = loader.load()
            connection.commit()
            said += dropped(loader)
    except (PublishProblem, psycopg2.Error) as problem:
        line = (str(problem).strip() or type(problem).__name__).splitlines()[0]
        console.print(f"[red]Nothing was published to Postgres:[/red] {line}", soft_wrap=True)
        sys.exit(1)
    for line in [*said, f"Version {version.number} is in schema {schema}."]:
        console.print(line, soft_wrap=True, markup=False)


if __name__ == "__main__":
    typer.run(main)
