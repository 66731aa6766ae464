"""A publication for tests: the marts of a built database, laid out as a publication is."""

import hashlib
import json
import os
from pathlib import Path

import duckdb


def publish(built: Path, folder: Path, number: int = 1, changes: tuple[str, ...] = ()) -> Path:
    """Copy every mart of `built` into publication `number` and point to it; `changes` run on the copy."""
    place = folder / f"{number:06d}"
    place.mkdir(parents=True)
    marts = []
    for copy in ("masked", "clear"):
        with duckdb.connect(str(place / f"arrears_{copy}.duckdb")) as target:
            target.execute(f"attach '{built}' as built (read_only)")
            target.execute("create schema marts")
            names = target.execute(
                "select table_name from duckdb_tables()"
                " where database_name = 'built' and schema_name = 'marts'"
            ).fetchall()
            for (name,) in names:
                target.execute(f'create table marts."{name}" as from built.marts."{name}"')
            target.execute("use marts")
            for change in changes:
                target.execute(change)
            if copy == "masked":
                marts = [{"name": name, "rows": 0, "checksum": ""} for (name,) in names]
            latest = target.execute("select max(snapshot_on) from marts.dim_months").fetchone()
    manifest = {
        "number": number,
        "as_of_date": str(latest[0]) if latest else "",
        "known_at": None,
        "published_at": f"2026-01-0{min(number, 9)}T06:00:00+00:00",
        "arrears_version": "0.1.0",
        "tests": {"passed": 1200, "failed": 0},
        "marts": marts,
        "findings": [],
        "checksum": hashlib.sha256(str(number).encode()).hexdigest(),
    }
    (place / "manifest.json").write_text(json.dumps(manifest))
    scratch = folder / "current.json.new"
    scratch.write_text(json.dumps({"number": number, "folder": place.name}))
    os.replace(scratch, folder / "current.json")
    return folder
