"""Rows to files: CSV or Parquet, chunk by chunk, never a whole table in memory."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from demo.tables import TABLES, Row, column_types, columns

ARROW: dict[str, Any] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "money": pa.decimal128(18, 2),
    "decimal": pa.decimal128(18, 8),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}


def money_text(value: int) -> str:
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"


def cell(value: object, kind: str) -> str:
    if value is None:
        return ""
    if kind == "money" and isinstance(value, int):
        return money_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def typed(value: object, kind: str) -> object:
    return Decimal(value).scaleb(-2) if kind == "money" and isinstance(value, int) else value


class TableWriter(Protocol):
    def write(self, rows: Sequence[tuple[object, ...]]) -> None: ...
    def close(self) -> None: ...


class CsvTable:
    def __init__(self, folder: Path, name: str) -> None:
        self.kinds = list(column_types(name).values())
        self.file = (folder / f"{name}.csv").open("w", newline="", encoding="utf-8")
        self.csv = csv.writer(self.file, lineterminator="\n")
        self.csv.writerow(columns(name))

    def write(self, rows: Sequence[tuple[object, ...]]) -> None:
        for row in rows:
            self.csv.writerow([cell(v, k) for v, k in zip(row, self.kinds, strict=True)])

    def close(self) -> None:
        self.file.close()


class ParquetTable:
    """One row group per chunk; typed columns, or text where dirty rows must fit."""

    def __init__(self, folder: Path, name: str, as_text: bool) -> None:
        kinds = column_types(name)
        self.kinds = list(kinds.values())
        self.convert: Callable[[object, str], object] = typed
        if as_text:
            self.convert = lambda value, kind: cell(value, kind) or None
        self.schema = pa.schema(
            [(col, pa.string() if as_text else ARROW[kind]) for col, kind in kinds.items()]
        )
        self.file = pq.ParquetWriter(folder / f"{name}.parquet", self.schema, compression="zstd")

    def write(self, rows: Sequence[tuple[object, ...]]) -> None:
        arrays = []
        for i, kind in enumerate(self.kinds):
            values = [self.convert(row[i], kind) for row in rows]
            arrays.append(pa.array(values, self.schema.field(i).type))
        self.file.write_table(pa.Table.from_arrays(arrays, schema=self.schema))

    def close(self) -> None:
        self.file.close()


class Warehouse:
    """Takes rows of any table and holds at most `chunk` of each before writing them."""

    def __init__(self, folder: Path, file_format: str, chunk: int, as_text: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.chunk = chunk
        self.counts = dict.fromkeys(TABLES, 0)
        self.peak = 0
        self.buffers: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
        self.getters = {name: attrgetter(*columns(name)) for name in TABLES}
        self.writers: dict[str, TableWriter] = {
            name: CsvTable(folder, name) if file_format == "csv" else ParquetTable(folder, name, as_text)
            for name in TABLES
        }

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.add_cells(row.table, self.getters[row.table](row))

    def add_cells(self, name: str, cells: tuple[object, ...]) -> None:
        buffer = self.buffers[name]
        buffer.append(cells)
        self.counts[name] += 1
        self.peak = max(self.peak, len(buffer))
        if len(buffer) >= self.chunk:
            self.flush(name)

    def flush(self, name: str) -> None:
        if self.buffers[name]:
            self.writers[name].write(self.buffers[name])
            self.buffers[name].clear()

    def close(self) -> None:
        for name, writer in self.writers.items():
            self.flush(name)
            writer.close()
