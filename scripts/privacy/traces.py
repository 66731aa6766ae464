"""Looks for what is left of a person: in tables, and in the bytes of files, free blocks included."""

from contextlib import closing

import duckdb

from privacy.erase import words
from privacy.person import Person
from privacy.places import Places, file_rows
from privacy.scrub import tables
from privacy.tags import key_columns
from publishing.files import text
from publishing.marts import quoted


def traces(person: Person, places: Places) -> list[str]:
    """Every place that still holds the person, in a table or in the bytes of a file."""
    found = []
    for file in [*places.databases(), *places.published()]:
        with closing(duckdb.connect()) as connection:
            connection.execute(f"attach {text(file)} as found (read_only)")
            for (schema, table), columns in tables(connection, "found").items():
                if schema in places.foreign:
                    continue
                place = f"found.{quoted(schema)}.{quoted(table)}"
                if count_traces(connection, place, columns, person):
                    found.append(f"{file}: {schema}.{table}")
    parquet = [file for file in places.every_file() if file.suffix == ".parquet"]
    with closing(duckdb.connect()) as connection:
        for file in parquet:
            place = f"read_parquet({text(file)}, hive_partitioning=false)"
            columns = [row[0] for row in connection.execute(f"describe from {place}").fetchall()]
            if count_traces(connection, place, columns, person):
                found.append(str(file))
    for file in places.every_file():
        held = file.read_bytes()
        if any(word.encode() in held for word in words(person)):
            found.append(f"{file}: bytes")
    for table, file in places.input_files():
        if any(row.get("customer_id") == person.customer_id for row in file_rows(file)):
            found.append(f"{file}: {table}")
    return found


def count_traces(
    connection: duckdb.DuckDBPyConnection, place: str, columns: list[str], person: Person
) -> int:
    """Rows of a table that hold the key of the person, or a value that nobody else bears."""
    line = ", ".join(f"cast({quoted(name)} as varchar)" for name in columns)
    keys = " or ".join(f"{quoted(name)} = ?" for name in key_columns(columns)) or "false"
    row = connection.execute(
        f"select count(*) from {place} where {keys} or"
        f" len(list_filter(cast(? as varchar[]), lambda word: contains(concat_ws('\\n', {line}), word))) > 0",
        [*[person.customer_id] * len(key_columns(columns)), words(person)],
    ).fetchone()
    return int(row[0]) if row else 0
