"""Everywhere the project keeps rows: input files, the build file, publications, decisions, backups, logs."""

import csv
import gzip
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import yaml

from privacy.tags import ROOT
from publishing.files import text
from publishing.marts import quoted
from publishing.versions import versions

INPUT_ENDS = (".csv", ".csv.gz", ".parquet")
TEXT_ENDS = (".log", ".json", ".jsonl", ".sql", ".txt", ".html", ".msgpack")


def input_tables() -> list[str]:
    """The tables of the input contract, longest name first."""
    contract = yaml.safe_load((ROOT / "vars.yml").read_text(encoding="utf-8"))["vars"]["input_contract"]
    return sorted(contract, key=len, reverse=True)


@dataclass
class Places:
    """Where to look; what is not there holds nothing."""

    build_file: Path
    publications: Path
    decisions: Path
    raw: Path | None = None
    # schemas of the build file that others fill
    foreign: tuple[str, ...] = ()
    backups: list[Path] = field(default_factory=list)
    logs: list[Path] = field(default_factory=list)

    def beneath(self, folders: list[Path], ends: tuple[str, ...]) -> list[Path]:
        """Files in these folders whose names end so."""
        files = (file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*")))
        return [file for file in files if file.is_file() and file.name.endswith(ends)]

    def input_files(self) -> Iterator[tuple[str, Path]]:
        """Every file of the input, backups included, with its table."""
        names = input_tables()
        beside = self.decisions.with_suffix(".csv")
        if beside.exists():
            yield "decisions", beside
        for file in self.beneath([*([self.raw] if self.raw else []), *self.backups], INPUT_ENDS):
            stem, parents = file.name.split(".")[0].lower(), [part.lower() for part in file.parts[:-1]]
            for name in names:
                if stem == name or stem.startswith(f"{name}_") or name in parents[-2:]:
                    yield name, file
                    break

    def databases(self) -> list[Path]:
        """The build file and the DuckDB files among the backups."""
        own = [self.build_file] if self.build_file.exists() else []
        return [*own, *self.beneath(self.backups, (".duckdb",))]

    def stores(self) -> list[Path]:
        """The decisions, and their backups."""
        own = [self.decisions] if self.decisions.exists() else []
        return [*own, *self.beneath(self.backups, (".sqlite",))]

    def texts(self) -> list[Path]:
        """Logs, and what dbt left behind."""
        return self.beneath(self.logs, TEXT_ENDS)

    def published(self) -> list[Path]:
        """Every DuckDB file of every version, old ones too."""
        folders = [version.folder for version in versions(self.publications)]
        return [file for folder in folders for file in sorted(folder.glob("arrears_*.duckdb"))]

    def every_file(self) -> list[Path]:
        """All files there are, for a look at their bytes."""
        folders = [*([self.raw] if self.raw else []), self.publications, *self.backups, *self.logs]
        own = [*self.databases(), *self.stores(), self.decisions.with_suffix(".csv")]
        beside = [path for file in own for path in file.parent.glob(f"{file.name}*")]
        return sorted({*self.beneath(folders, ("",)), *own, *beside})


def database_rows(file: Path, names: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of some tables of a DuckDB file, table by table in this order; views are left out."""
    with closing(duckdb.connect()) as connection:
        connection.execute(f"attach {text(file)} as given (read_only)")
        for name in names:
            places = connection.execute(
                "select schema_name from duckdb_tables() where database_name = 'given' and table_name = ?",
                [name],
            ).fetchall()
            for (schema,) in places:
                cursor = connection.execute(f"select * from given.{quoted(schema)}.{quoted(name)}")
                columns = [str(column[0]) for column in cursor.description or []]
                while batch := cursor.fetchmany(10_000):
                    yield from (dict(zip(columns, row, strict=True)) for row in batch)


def file_rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of an input file."""
    if file.suffix == ".parquet":
        with closing(duckdb.connect()) as connection:
            cursor = connection.execute(f"from read_parquet({text(file)}, hive_partitioning=false)")
            columns = [str(column[0]).lower() for column in cursor.description or []]
            for row in cursor.fetchall():
                yield dict(zip(columns, row, strict=True))
        return
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", newline="") as stream:
        header = str(stream.readline())
        delimiter = max(",;\t", key=header.count)
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
        for values in csv.reader(stream, delimiter=delimiter):
            yield dict(zip(names, (value.strip() for value in values), strict=False))
