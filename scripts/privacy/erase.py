"""Erases one person everywhere."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import duckdb

from privacy.person import ERASED, Person
from privacy.places import Places, database_rows, file_rows
from privacy.scrub import scrub_csv, scrub_duckdb, scrub_parquet, scrub_sqlite
from privacy.tags import contact_columns
from publishing.files import RIGHTS, SCHEMA, masked_content, text
from publishing.marts import quoted
from publishing.problems import PublishProblem, problems_of
from publishing.versions import MANIFEST, Version, only_publisher, versions, write_whole

# where it stands whose a row is, in the order in which one leads to the next
TELLING = ("customers", "accounts", "bills")
KEPT_AS = ("judged_", "dim_", "fct_", "")
Step = Callable[[str], object]


def person_of(customer_id: str, places: Places) -> Person:
    """All that any place says about a customer, and which of it is said of nobody else."""
    person, others = Person(customer_id), set[str]()
    files = list(places.input_files())
    databases = [*places.databases(), *places.published()]
    for table in TELLING:
        for name, file in files:
            if name == table:
                for row in file_rows(file):
                    person.learn(row)
        for file in databases:
            for row in database_rows(file, [*(prefix + table for prefix in KEPT_AS)]):
                person.learn(row)
                others |= borne_by_others(row, customer_id, table)
    person.unique = person.values - others
    return person


def borne_by_others(row: dict[str, Any], customer_id: str, table: str) -> set[str]:
    """Names and numbers of a good row of another customer; a faulty row is nobody's."""
    if table != "customers" or row.get("customer_id") in (None, "", customer_id):
        return set()
    if row.get("row_status") == "quarantined":
        return set()
    return {str(row[name]) for name in contact_columns(list(row)) if row[name]}


def erase(person: Person, places: Places, step: Step) -> dict[str, int]:
    """Erase the person from every place; rows of theirs by place.

    The input comes last: while it tells who the person is, an erasure that was cut short can be done again.
    """
    done: dict[str, int] = {}
    with only_publisher(places.publications):
        for file in places.texts():
            if any(word.encode() in file.read_bytes() for word in words(person)):
                file.unlink()
                done[str(file)] = 1
        for file in places.stores():
            step(f"Erasing in {file.name}")
            done[str(file)] = scrub_sqlite(file, person)
        for version in versions(places.publications):
            step(f"Erasing in publication {version.number}")
            done[str(version.folder)] = erase_version(version, person)
        for file in places.databases():
            step(f"Erasing in {file.name}")
            with problems_of(file):
                done[str(file)] = sum(scrub_duckdb(file, person, foreign=places.foreign).values())
        for table, file in places.input_files():
            step(f"Erasing in {file.name}")
            scrub = scrub_parquet if file.suffix == ".parquet" else scrub_csv
            done[str(file)] = scrub(file, table, person)
    return {place: rows for place, rows in done.items() if rows}


def erase_version(version: Version, person: Person) -> int:
    """Erase the person from one publication: its files are written anew, its figures stay."""
    changed: set[str] = set()
    rows = 0
    for personal_data, rights in RIGHTS.items():
        file = version.database(personal_data)
        found = scrub_duckdb(file, person, is_version=True)
        rows += sum(found.values())
        names = {place.split(".")[-1] for place in found}
        changed |= names
        with closing(duckdb.connect(str(file), read_only=True)) as connection:
            for name in names:
                parquet = version.folder / f"parquet_{personal_data}" / f"{name}.parquet"
                partial = parquet.with_suffix(".partial")
                options = "format parquet, compression zstd"
                connection.execute(f"copy {SCHEMA}.{quoted(name)} to {text(partial)} ({options})")
                partial.chmod(rights)
                partial.replace(parquet)
    if changed:
        said = version.manifest
        with closing(duckdb.connect(str(version.database()), read_only=True)) as connection:
            marts = version.marts(connection)
            for mart in said["marts"]:
                if mart["name"] in changed:
                    place = f"{SCHEMA}.{quoted(mart['name'])}"
                    now = masked_content(connection, marts[mart["name"]], place)
                    mart["checksum"] = now.checksum
        write_whole(version.folder / MANIFEST, {**said, "erasures": said.get("erasures", 0) + 1})
    return rows


def words(person: Person) -> list[str]:
    """What would give the person away in a file of text."""
    return sorted(value for value in person.unique if len(value) > 2)


def stop_on_foreign_raw(places: Places, customer_id: str) -> None:
    """Input that others own has to be erased there first, or the next build brings the person back."""
    if places.foreign and places.build_file.exists():
        rows = database_rows(places.build_file, ["customers"])
        held = [row for row in rows if row.get("customer_id") == customer_id]
        if any(row[name] not in (None, "", ERASED) for row in held for name in contact_columns(list(row))):
            raise PublishProblem(
                f"the raw tables are not this project's. Erase customer {customer_id} there first: every"
                " version of their rows in customers, accounts, bank_transactions and decisions."
            )
