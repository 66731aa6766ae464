"""Hands over all that is held about a person."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from privacy.person import Person
from privacy.places import Places, file_rows
from privacy.scrub import tables
from publishing.files import text
from publishing.marts import quoted


def export(person: Person, places: Places, file: Path) -> int:
    """Hand over all that is held about the person, as JSON that its owner alone may read; how many rows."""
    held: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name, source in places.input_files():
        found = [row for row in file_rows(source) if person.is_theirs(name, row)]
        if found:
            held.setdefault("input", {})[str(source)] = found
    for database in [*places.databases(), *places.published()]:
        with closing(duckdb.connect()) as connection:
            connection.execute(f"attach {text(database)} as found (read_only)")
            for (schema, table), columns in tables(connection, "found").items():
                matches, parameters = person.matches(columns)
                if not matches:
                    continue
                place = f"found.{quoted(schema)}.{quoted(table)}"
                cursor = connection.execute(f"select * from {place} where {matches}", parameters)
                if rows := [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]:
                    held.setdefault(str(database), {})[f"{schema}.{table}"] = rows
    for store in places.stores():
        with closing(sqlite3.connect(store)) as connection:
            connection.row_factory = sqlite3.Row
            if not connection.execute("select 1 from sqlite_master where name = 'decisions'").fetchone():
                continue
            decided = [dict(row) for row in connection.execute("select * from decisions").fetchall()]
        if found := [row for row in decided if row["bill_id"] in person.bills]:
            held[str(store)] = {"decisions": found}
    file.touch(mode=0o600)
    file.write_text(json.dumps(held, indent=2, default=str, ensure_ascii=False) + "\n", encoding="utf-8")
    return sum(len(rows) for place in held.values() for rows in place.values())
