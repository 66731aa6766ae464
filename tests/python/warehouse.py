"""Runs the warehouse inside the test process, on rows that a test wrote down.

`build` goes the long way: files in a folder, a dbt run. A `Plan` is the short way: dbt
compiles once, and the compiled models then run on other rows in an in-memory database.
"""

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import pyarrow as pa
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from importing.contract import load_contract

REPO = Path(__file__).resolve().parents[2]
DATABASE = "arrears"
Line = Mapping[str, str | None]
Raw = Mapping[str, Sequence[Line]]


@cache
def input_columns() -> dict[str, list[str]]:
    """The columns of every input table, from the contract that the models read."""
    return {name: [column.name for column in table.columns] for name, table in load_contract().items()}


class BuildError(Exception):
    """A build that failed; the text holds the messages that dbt printed."""


def _messages(outcome: dbtRunnerResult) -> str:
    texts = [] if outcome.exception is None else [str(outcome.exception)]
    for result in getattr(outcome.result, "results", None) or []:
        if str(result.status) in ("error", "fail"):
            name = result.node.name if hasattr(result, "node") else result.unique_id
            texts.append(f"{name}: {result.message}")
    return "\n".join(texts)


@cache
def parsed(raw_source: str, money_decimals: str = "2") -> Manifest:
    """The project as dbt reads it, once a process: parsing takes longer than most builds of a test.

    The types in the contracts of the marts are read here, so they know the decimals of money.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = ["--project-dir", str(REPO), "--profiles-dir", str(REPO), "--no-partial-parse"]
        options += ["--target-path", folder, "--log-path", folder, "--log-level", "none"]
        options += ["--log-level-file", "none"]
        # any day will do: it is compiled anew by every call
        variables = {"raw_source": raw_source, "as_of_date": "2024-12-31", "money_decimals": money_decimals}
        options += ["--vars", yaml.safe_dump(variables)]
        outcome = dbtRunner().invoke(["parse", *options])
    if not isinstance(outcome.result, Manifest):
        raise BuildError(_messages(outcome))
    return outcome.result


@dataclass
class Workplace:
    """A folder of its own for a database file, what dbt leaves behind, and raw files."""

    root: Path
    has_seeds: bool = False

    @property
    def database(self) -> Path:
        return self.root / f"{DATABASE}.duckdb"

    @property
    def raw_path(self) -> Path:
        return self.root / "raw"

    def connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.database))

    def dbt(self, *arguments: str, **variables: str) -> dbtRunnerResult:
        """Invoke dbt on the project as parsed before: variables change what models compile to."""
        before = os.environ.get("ARREARS_DUCKDB")
        os.environ["ARREARS_DUCKDB"] = str(self.database)
        options = ["--project-dir", str(REPO), "--profiles-dir", str(REPO)]
        options += ["--target-path", str(self.root / "target"), "--log-path", str(self.root)]
        options += ["--log-level", "none", "--log-level-file", "none", "--threads", "1"]
        options += ["--vars", yaml.safe_dump(variables)]
        try:
            # folders and schemas of raw tables are both sources, so the graph is one
            outcome = dbtRunner(manifest=parsed("schema", variables.get("money_decimals", "2"))).invoke(
                [*arguments, *options]
            )
        finally:
            if DuckDBConnectionManager._ENV is not None:
                DuckDBConnectionManager._ENV.close()
            DuckDBConnectionManager.close_all_connections()
            if before is None:
                del os.environ["ARREARS_DUCKDB"]
            else:
                os.environ["ARREARS_DUCKDB"] = before
        if not outcome.success:
            raise BuildError(_messages(outcome))
        return outcome

    def seed(self, **variables: str) -> None:
        """Load the reference seeds, once."""
        if not self.has_seeds:
            self.dbt("seed", "--select", "reference", **variables)
            self.has_seeds = True


@contextmanager
def workplace() -> Iterator[Workplace]:
    root = Path(tempfile.mkdtemp(prefix="arrears-"))
    try:
        yield Workplace(root)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def write_folder(raw: Raw, folder: Path) -> None:
    """One CSV per table, with a header; tables that are not named get no file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in raw.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, input_columns()[name], restval="")
            writer.writeheader()
            writer.writerows(rows)


def write_schema(raw: Raw, connection: duckdb.DuckDBPyConnection) -> None:
    """All tables as text columns in schema raw; tables that are not named are empty."""
    connection.execute(f"create schema if not exists {DATABASE}.raw")
    for name, columns in input_columns().items():
        rows = raw.get(name, ())
        incoming = pa.table(
            {column: pa.array([r.get(column) for r in rows], pa.string()) for column in columns}
        )
        connection.register("incoming", incoming)
        connection.execute(f"create or replace table {DATABASE}.raw.{name} as select * from incoming")
        connection.unregister("incoming")


def build(
    place: Workplace,
    raw: Raw,
    select: Sequence[str] = (),
    exclude: Sequence[str] = ("path:seeds",),
    command: str = "run",
    **variables: str,
) -> duckdb.DuckDBPyConnection:
    """Write the rows as CSV, let dbt build them, and open the result."""
    shutil.rmtree(place.raw_path, ignore_errors=True)
    write_folder(raw, place.raw_path)
    variables = {"raw_source": "folder", "raw_path": str(place.raw_path), **variables}
    place.seed(**variables)
    selection = ["--select", *select] if select else []
    place.dbt(command, *selection, "--exclude", *exclude, **variables)
    return place.connect()


@dataclass
class Plan:
    """Compiled models, by name, in an order in which each stands behind what it reads."""

    statements: dict[str, str]
    parents: dict[str, set[str]]
    database: Path
    connection: duckdb.DuckDBPyConnection | None = field(default=None, repr=False)

    def open_connection(self) -> duckdb.DuckDBPyConnection:
        """An in-memory database that holds the reference seeds, the same for every run."""
        if self.connection is not None:
            return self.connection
        self.connection = connection = duckdb.connect()
        connection.execute("set threads = 1")  # workers share the cores
        connection.execute(f"attach ':memory:' as {DATABASE}")
        connection.execute(f"attach '{self.database}' as seeded (read_only)")
        for schema in ("raw", "reference", "staging", "intermediate", "marts"):
            connection.execute(f"create schema {DATABASE}.{schema}")
        tables = connection.execute(
            "select table_name from duckdb_tables()"
            " where database_name = 'seeded' and schema_name = 'reference'"
        ).fetchall()
        for (name,) in tables:
            connection.execute(f"create table {DATABASE}.reference.{name} as from seeded.reference.{name}")
        connection.execute("detach seeded")
        connection.execute(f"use {DATABASE}.marts")
        return connection

    def needed(self, marts: Sequence[str]) -> list[str]:
        """The models that some marts are made from, and the marts."""
        names = set(marts)
        for name in reversed(self.statements):
            if name in names:
                names |= self.parents[name]
        return [name for name in self.statements if name in names]

    def run(self, raw: Raw, marts: Sequence[str] = ()) -> duckdb.DuckDBPyConnection:
        """Run every model, or those of some marts."""
        connection = self.open_connection()
        write_schema(raw, connection)
        for name in self.needed(marts) if marts else self.statements:
            connection.execute(self.statements[name])
        return connection

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def compile_plan(place: Workplace, marts: Sequence[str], **variables: str) -> Plan:
    """Compile the marts and all that they read, for text tables in schema raw."""
    variables = {"raw_source": "schema", **variables}
    connection = place.connect()
    # an earlier build may have left views on files behind
    connection.execute(f"drop schema if exists {DATABASE}.raw cascade")
    write_schema({}, connection)
    connection.close()
    # tables have to be there before anything runs
    place.seed(**variables)
    outcome = place.dbt("compile", "--select", *(f"+{mart}" for mart in marts), **variables)
    nodes = {
        result.node.unique_id: result.node
        for result in outcome.result.results
        if result.node.resource_type == "model"
    }
    graph = {key: set(node.depends_on_nodes) & set(nodes) for key, node in nodes.items()}
    statements = {
        nodes[key].name: f"create or replace table {nodes[key].relation_name} as\n{nodes[key].compiled_code}"
        for key in TopologicalSorter(graph).static_order()
    }
    parents = {nodes[key].name: {nodes[p].name for p in graph[key]} for key in nodes}
    return Plan(statements, parents, place.database)
