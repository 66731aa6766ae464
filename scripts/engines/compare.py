"""Compares the tables of one schema in DuckDB and Postgres: columns, types, and every row."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb
from psycopg2.extensions import connection as Postgres

Row = tuple[Any, ...]
SHOWN = 5
# tables that add up ratios: a sum of doubles depends on the order in which an engine takes them; elsewhere
# doubles are equal bit by bit
ADDED_RATIOS = {
    "fct_action_effectiveness",
    "fct_action_effect_months",
    "receivables_segmentation",
    "receivables_segmentation_tree",
}
TYPE_NAMES = {
    "character varying": "text",
    "varchar": "text",
    "timestamp without time zone": "timestamp",
    "double": "double precision",
}


@dataclass(frozen=True)
class Table:
    """A table as one engine holds it."""

    columns: dict[str, str]
    rows: list[Row]


@dataclass
class Comparison:
    """What was compared, and what differs."""

    tables: int = 0
    rows: int = 0
    differences: list[str] = field(default_factory=list)


def type_name(name: str) -> str:
    """A type under one name for both engines."""
    name = re.sub(r"^numeric", "decimal", name.lower()).replace(", ", ",")
    return TYPE_NAMES.get(name, name)


def duckdb_tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """The names of a schema's tables."""
    sql = "select table_name from information_schema.tables where table_schema = ? order by 1"
    return [name for (name,) in connection.execute(sql, [schema]).fetchall()]


def duckdb_table(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> Table:
    """Columns with their types, and rows, from DuckDB."""
    described = connection.execute(f"describe {schema}.{table}").fetchall()
    rows = connection.execute(f"select * from {schema}.{table}").fetchall()
    return Table({line[0]: type_name(line[1]) for line in described}, rows)


def postgres_tables(connection: Postgres, schema: str) -> list[str]:
    """The names of a schema's tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables where table_schema = %s order by 1", [schema]
        )
        return [name for (name,) in cursor.fetchall()]


def postgres_table(connection: Postgres, schema: str, table: str) -> Table:
    """Columns with their types, and rows, from Postgres."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
            [f"{schema}.{table}"],
        )
        columns = {name: type_name(text) for name, text in cursor.fetchall()}
        cursor.execute(f"select * from {schema}.{table}")
        return Table(columns, cursor.fetchall())


def key_columns(table: Table) -> int | None:
    """How many of the leading columns tell every row apart; none when equal rows exist."""
    for count in range(1, len(table.columns) + 1):
        if len({row[:count] for row in table.rows}) == len(table.rows):
            return count
    return None


def same(mine: object, theirs: object, close: bool) -> bool:
    """Whether two values are equal; with close, doubles may differ behind the twelfth digit."""
    if close and isinstance(mine, float) and isinstance(theirs, float):
        return math.isclose(mine, theirs, rel_tol=1e-12, abs_tol=1e-12)
    return mine == theirs


def row_differences(
    names: list[str], left: list[Row], right: list[Row], key: int | None, close: bool
) -> Iterator[str]:
    """One line per row that is missing on a side or differs, with the first columns as its name."""
    only_left, only_right = Counter(left) - Counter(right), Counter(right) - Counter(left)
    if key is None:
        for side, only in (("DuckDB", only_left), ("Postgres", only_right)):
            yield from (f"only in {side}: {row}" for row in only.elements())
        return
    by_key = {row[:key]: row for row in only_right}
    for row in only_left:
        called = ", ".join(f"{name} {value}" for name, value in zip(names[:key], row[:key], strict=True))
        other = by_key.pop(row[:key], None)
        if other is None:
            yield f"{called}: only in DuckDB"
            continue
        parts = [
            f"{name} is {mine!r} in DuckDB, {theirs!r} in Postgres"
            for name, mine, theirs in zip(names, row, other, strict=True)
            if not same(mine, theirs, close)
        ]
        if parts:
            yield f"{called}: {'; '.join(parts)}"
    for found in by_key:
        called = ", ".join(f"{name} {value}" for name, value in zip(names[:key], found, strict=True))
        yield f"{called}: only in Postgres"


def table_differences(name: str, left: Table, right: Table) -> list[str]:
    """What differs in one table; the first rows only, and how many more there are."""
    if list(left.columns) != list(right.columns):
        return [
            f"{name}: columns {', '.join(left.columns)} in DuckDB, {', '.join(right.columns)} in Postgres"
        ]
    lines = [
        f"{name}: column {column} is {kind} in DuckDB, {right.columns[column]} in Postgres"
        for column, kind in left.columns.items()
        if kind != right.columns[column]
    ]
    names, close = list(left.columns), name in ADDED_RATIOS
    found = list(row_differences(names, left.rows, right.rows, key_columns(left), close))
    lines += [f"{name}: {text}" for text in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(f"{name}: {len(found) - SHOWN} more rows differ, of {len(left.rows)}")
    return lines


def compare_schemas(left: duckdb.DuckDBPyConnection, right: Postgres, schema: str = "marts") -> Comparison:
    """Compare every table that either engine has in a schema."""
    comparison = Comparison()
    here, there = duckdb_tables(left, schema), postgres_tables(right, schema)
    comparison.differences += [f"{name}: only in DuckDB" for name in here if name not in there]
    comparison.differences += [f"{name}: only in Postgres" for name in there if name not in here]
    for name in here:
        if name in there:
            table = duckdb_table(left, schema, name)
            comparison.tables += 1
            comparison.rows += len(table.rows)
            comparison.differences += table_differences(name, table, postgres_table(right, schema, name))
    return comparison
