"""Loads a publication into Postgres in one transaction: tables, keys, indexes, comments, three roles."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from publishing.files import SCHEMA, text
from publishing.marts import SHOWN, Mart, quoted
from publishing.problems import PublishProblem
from publishing.versions import Version

# role -> the schemas it reads, by the ending of their names and what they show
READS = {"reader": ("masked",), "collector": ("masked", "contacts"), "owner": ("masked", "contacts", "clear")}
ENDINGS = {"masked": "", "contacts": "_contacts", "clear": "_clear"}
MARK = "Arrears publication"
TYPES = {"VARCHAR": "text", "DOUBLE": "double precision", "HUGEINT": "numeric(38, 0)"}
INDEXED = ("month_end", "opco_id", "account_id", "customer_id")


@dataclass
class Loader:
    """One publication on its way into a database."""

    version: Version
    cursor: Cursor
    schema: str
    roles: str

    def load(self) -> list[str]:
        """Load everything; the caller commits. Returns what is worth saying."""
        self.make_roles()
        said = []
        with duckdb.connect(str(self.version.database("clear")), read_only=True) as source:
            marts = self.version.marts(source)
            for level in ENDINGS:
                self.make_schema(level)
                shown = [
                    mart for mart in marts.values() if level == "masked" or mart.kinds() & set(SHOWN[level])
                ]
                for mart in shown:
                    self.load_mart(source, mart, level)
                if level == "masked":
                    said += self.add_references(source, marts)
        for level in ENDINGS:
            self.swap(level)
        self.grant()
        return said

    def run(self, statement: str, *names: str, values: tuple[Any, ...] = ()) -> None:
        """Run a statement in which {} stand for names."""
        self.cursor.execute(
            sql.SQL(statement).format(*(sql.Identifier(name) for name in names)), values or None
        )

    def found(self, statement: str, *values: str) -> object:
        """The first value of a query, or none."""
        self.cursor.execute(statement, values)
        row = self.cursor.fetchone()
        return row[0] if row else None

    def name(self, level: str, stage: str = "") -> str:
        """The schema of a level: the one that readers open, or one on the way in or out."""
        return f"{self.schema}{ENDINGS[level]}{stage}"

    def make_roles(self) -> None:
        """The three roles of the group; people get a login of their own and one of these."""
        for role in READS:
            name = f"{self.roles}_{role}"
            if not self.found("select 1 from pg_roles where rolname = %s", name):
                self.run("create role {} nologin", name)
        self.run("grant {} to current_user", f"{self.roles}_owner")

    def make_schema(self, level: str) -> None:
        """An empty schema to load into; what a level was before must be a publication too."""
        before = self.name(level)
        mark = self.found(
            "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = %s", before
        )
        exists = self.found("select 1 from pg_namespace where nspname = %s", before)
        if exists and not str(mark).startswith(MARK):
            raise PublishProblem(
                f"schema {before} was not made by a publication. Name another one (--schema)."
            )
        for stage in ("_next", "_previous"):
            self.run("drop schema if exists {} cascade", self.name(level, stage))
        self.run("create schema {}", self.name(level, "_next"))

    def load_mart(self, source: duckdb.DuckDBPyConnection, mart: Mart, level: str) -> None:
        """One table with its rows, its primary key where it holds, indexes and comments."""
        schema = self.name(level, "_next")
        table = f"{SCHEMA}.{quoted(mart.name)}"
        types = {str(row[0]): str(row[1]) for row in source.execute(f"describe {table}").fetchall()}
        names = [column.name for column in mart.columns]
        places = ", ".join("{} " + TYPES.get(types[name], types[name]) for name in names)
        self.run(f"create table {{}}.{{}} ({places})", schema, mart.name, *names)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "rows.csv"
            query = mart.select(SHOWN[level], table)
            source.execute(
                f"copy ({query}) to {text(file)} (format csv, header false, nullstr '\\N', force_quote *)"
            )
            statement = sql.SQL("copy {}.{} from stdin (format csv, null '\\N')")
            with file.open("rb") as rows:
                self.cursor.copy_expert(
                    statement.format(sql.Identifier(schema), sql.Identifier(mart.name)), rows
                )
        if is_key(source, mart):
            places = ", ".join("{}" for _ in mart.primary_key)
            self.run(
                f"alter table {{}}.{{}} add primary key ({places})", schema, mart.name, *mart.primary_key
            )
        for column in INDEXED:
            if column in types and mart.primary_key[:1] != (column,):
                self.run("create index on {}.{} ({})", schema, mart.name, column)
        self.run("comment on table {}.{} is %s", schema, mart.name, values=(mart.description,))
        for said in mart.columns:
            self.run(
                "comment on column {}.{}.{} is %s", schema, mart.name, said.name, values=(said.description,)
            )
        self.run("analyze {}.{}", schema, mart.name)

    def add_references(self, source: duckdb.DuckDBPyConnection, marts: dict[str, Mart]) -> list[str]:
        """Foreign keys where they hold; those that do not are named."""
        schema, said = self.name("masked", "_next"), []
        for mart, column, target, field in references(marts):
            if target.primary_key != (field,) or not is_key(source, target):
                continue
            orphans = source.execute(
                f"select count({quoted(column)}) from {SCHEMA}.{quoted(mart.name)}"
                f" where {quoted(column)} not in (select {quoted(field)} from {SCHEMA}.{quoted(target.name)})"
            ).fetchone()
            if orphans != (0,):
                said.append(
                    f"{mart.name}.{column} names rows that {target.name} does not hold: no foreign key."
                )
                continue
            self.run(
                "alter table {}.{} add foreign key ({}) references {}.{} ({})",
                *(schema, mart.name, column, schema, target.name, field),
            )
        return said

    def swap(self, level: str) -> None:
        """Give the new schema the name that readers use; queries that run keep the old tables."""
        now, new, old = (self.name(level, stage) for stage in ("", "_next", "_previous"))
        if self.found("select 1 from pg_namespace where nspname = %s", now):
            self.run("revoke all on schema {} from public", now)
            for role in READS:
                self.run("revoke all on schema {} from {}", now, f"{self.roles}_{role}")
            self.run("alter schema {} rename to {}", now, old)
        self.run("alter schema {} rename to {}", new, now)
        said = f"{MARK} {self.version.number}, as of {self.version.manifest['as_of_date']}"
        self.run("comment on schema {} is %s", now, values=(said,))

    def drop_previous(self) -> None:
        """Remove what was there before, without waiting long for those who still read it."""
        self.run("set local lock_timeout = '10s'")
        for level in ENDINGS:
            self.run("drop schema if exists {} cascade", self.name(level, "_previous"))

    def grant(self) -> None:
        """Who may read what.

        Personal values are in tables of their own: their statistics are hidden from whom the tables are.
        """
        for role, levels in READS.items():
            for level in levels:
                names = self.name(level), f"{self.roles}_{role}"
                self.run("grant usage on schema {} to {}", *names)
                self.run("grant select on all tables in schema {} to {}", *names)
        owner = f"{self.roles}_owner"
        for level in ENDINGS:
            self.cursor.execute(
                "select tablename from pg_tables where schemaname = %s order by 1", (self.name(level),)
            )
            for (table,) in self.cursor.fetchall():
                self.run("alter table {}.{} owner to {}", self.name(level), table, owner)
            self.run("alter schema {} owner to {}", self.name(level), owner)


def is_key(source: duckdb.DuckDBPyConnection, mart: Mart) -> bool:
    """Whether a mart has a key that is never null and never twice."""
    if not mart.primary_key:
        return False
    columns = ", ".join(quoted(name) for name in mart.primary_key)
    empty = " or ".join(f"{quoted(name)} is null" for name in mart.primary_key)
    table = f"{SCHEMA}.{quoted(mart.name)}"
    row = source.execute(
        f"select count(*) = (select count(*) from (select distinct {columns} from {table}))"
        f" and count(*) filter (where {empty}) = 0 from {table}"
    ).fetchone()
    return bool(row and row[0])


def references(marts: dict[str, Mart]) -> Iterator[tuple[Mart, str, Mart, str]]:
    """Column by column, what refers to what."""
    for mart in marts.values():
        for column, (target, field) in mart.references.items():
            if target in marts:
                yield mart, column, marts[target], field
