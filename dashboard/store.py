"""The one file that opens databases of figures: publications, read-only, the newest at every request."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import duckdb

Copy = Literal["masked", "clear"]
Row = TypeVar("Row")
Result = TypeVar("Result")
# answers kept per publication: figures never change once published
KEPT_ANSWERS = 2000


class NothingPublished(Exception):
    """There is no publication to read yet."""


@dataclass
class Opened:
    """One file of one publication, open for reading, with the number of readers that still use it."""

    number: int
    copy: Copy
    manifest: dict[str, Any]
    connection: duckdb.DuckDBPyConnection
    marts: dict[str, frozenset[str]]
    readers: int = 0
    retired: bool = False
    answers: OrderedDict[Any, Any] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Lease:
    """What a query function gets: one publication that stays the same until the lease ends."""

    opened: Opened

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest of the publication."""
        return self.opened.manifest

    @property
    def number(self) -> int:
        """The number of the publication."""
        return self.opened.number

    def has(self, mart: str, *columns: str) -> bool:
        """Whether the publication holds this mart with these columns."""
        return mart in self.opened.marts and set(columns) <= self.opened.marts[mart]

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own, so that threads do not wait for each other."""
        with self.opened.connection.cursor() as cursor:
            cursor.execute("use marts")
            yield cursor

    def rows(self, shape: Callable[..., Row], sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run a query; each row becomes a `shape`, by position."""
        with self.cursor() as cursor:
            return [shape(*row) for row in cursor.execute(sql, list(parameters)).fetchall()]

    def table(self, sql: str, parameters: Sequence[object] = ()) -> "Table":
        """Run a query whose columns are only known when it runs."""
        with self.cursor() as cursor:
            found = cursor.execute(sql, list(parameters))
            names = tuple(column[0] for column in found.description or [])
            return Table(names, tuple(found.fetchall()))

    def kept(self, key: object, compute: Callable[[], Result]) -> Result:
        """The answer kept under this key, or a new one: a publication never changes."""
        with self.opened.lock:
            if key in self.opened.answers:
                self.opened.answers.move_to_end(key)
                found: Result = self.opened.answers[key]
                return found
        answer = compute()
        with self.opened.lock:
            self.opened.answers[key] = answer
            if len(self.opened.answers) > KEPT_ANSWERS:
                self.opened.answers.popitem(last=False)
        return answer


@dataclass(frozen=True)
class Table:
    """Rows whose columns depend on the question: lists of accounts, downloads."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries, as grids and JSON want them."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def open_database(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a published file so that it can neither be changed nor reach anything outside."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "enable_external_access": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "lock_configuration": True,
    }
    return duckdb.connect(str(path), read_only=True, config=settings)


class Store:
    """Leases of the current publication; a new one is taken without a restart, old readers finish."""

    def __init__(self, folder: Path) -> None:
        """Read publications from this folder; nothing is opened yet."""
        self.folder = folder
        self.lock = threading.Lock()
        self.current: dict[Copy, Opened] = {}

    def pointer(self) -> tuple[int, Path]:
        """Number and folder of the current publication."""
        try:
            found = json.loads((self.folder / "current.json").read_text())
            return int(found["number"]), self.folder / str(found["folder"])
        except (OSError, ValueError, KeyError) as error:
            raise NothingPublished(f"no publication in {self.folder}: run make publish") from error

    def open(self, copy: Copy) -> Opened:
        """The current publication, opened now if it is new."""
        number, folder = self.pointer()
        known = self.current.get(copy)
        if known and known.number == number:
            return known
        try:
            manifest = json.loads((folder / "manifest.json").read_text())
            connection = open_database(folder / f"arrears_{copy}.duckdb")
        except (OSError, ValueError, duckdb.Error) as error:
            if known:
                return known
            raise NothingPublished(f"publication {number} cannot be read") from error
        columns = connection.execute(
            "select table_name, list(column_name) from duckdb_columns()"
            " where schema_name = 'marts' group by 1"
        ).fetchall()
        opened = Opened(number, copy, manifest, connection, {name: frozenset(of) for name, of in columns})
        self.current[copy] = opened
        if known:
            known.retired = True
            self.close_if_unused(known)
        return opened

    def close_if_unused(self, opened: Opened) -> None:
        """Close a retired publication once nobody reads it any more."""
        if opened.retired and opened.readers == 0:
            opened.connection.close()

    @contextmanager
    def lease(self, copy: Copy = "masked") -> Iterator[Lease]:
        """The current publication for as long as the block runs."""
        with self.lock:
            opened = self.open(copy)
            opened.readers += 1
        try:
            yield Lease(opened)
        finally:
            with self.lock:
                opened.readers -= 1
                self.close_if_unused(opened)
