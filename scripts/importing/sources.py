"""Read the company's files into DuckDB."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
import duckdb_extensions

from importing.contract import ImportProblem
from importing.mapping import Mapping, Source

Step = Callable[[str], None]
ENDINGS = {
    "csv": (".csv", ".tsv", ".txt", ".csv.gz"),
    "parquet": (".parquet",),
    "excel": (".xlsx",),
}


def quoted(name: str) -> str:
    """Write a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write a text constant for SQL."""
    return "'" + text.replace("'", "''") + "'"


def reason(error: duckdb.Error) -> str:
    """Keep the words of a DuckDB error that say what is wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("LINE ", "^", "Original Line"))]
    ends = [place for place, line in enumerate(kept) if line.startswith("Possible")] or [2]
    return " ".join(kept[: min(2, ends[0])]) or "no reason given"


def connect() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that keeps the files' order and thinks in UTC."""
    con = duckdb.connect(config={"python_enable_replacements": False, "autoinstall_known_extensions": False})
    con.execute("set enable_progress_bar = false")
    con.execute("set preserve_insertion_order = true")
    con.execute("set TimeZone = 'UTC'")
    return con


def sheet(con: duckdb.DuckDBPyConnection, path: Path, name: str | None) -> str:
    """A sheet of an Excel file as text: days as days, whole numbers without a point; by default the first."""
    duckdb_extensions.import_extension("excel", con=con)
    con.execute("load excel")
    options = f"{literal(str(path))}, header = true" + (f", sheet = {literal(name)}" if name else "")
    typed = f"read_xlsx({options})"
    try:
        # a cell of another type than the first of its column: then every value comes as the sheet shows it
        con.execute(f"select count(columns(*)) from {typed}")
    except duckdb.ConversionException:
        typed = f"read_xlsx({options}, all_varchar = true)"
    texts = []
    for column, kind, *_ in con.execute(f"describe select * from {typed}").fetchall():
        cell = quoted(str(column))
        text = f"cast({cell} as varchar)"
        if kind == "DOUBLE":
            whole = f"cast(cast({cell} as decimal(38, 0)) as varchar)"
            text = f"case when {cell} = floor({cell}) and abs({cell}) < 1e18 then {whole} else {text} end"
        texts.append(f"{text} as {cell}")
    return f"(select {', '.join(texts)} from {typed})"


def column_names(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """List a loaded table's columns."""
    return [str(row[0]) for row in con.execute(f"describe {quoted(table)}").fetchall()]


def find_files(mapping: Mapping, mapping_name: str, folder: Path) -> dict[str, list[Path]]:
    """Find every source's files; a wildcard may stand for several."""
    found: dict[str, list[Path]] = {}
    lines = []
    for name, source in mapping.sources.items():
        if source.file is None:
            continue
        wild = any(mark in source.file for mark in "*?[")
        paths = sorted(folder.glob(source.file)) if wild else [folder / source.file]
        found[name] = [path for path in paths if path.is_file()]
        if not found[name]:
            lines.append(
                f"{mapping.users(name)}: the source file {source.file} is not in {folder}; put it "
                f"there or correct sources.{name} in {mapping_name}"
            )
    if lines:
        raise ImportProblem(*lines)
    return found


class Reader:
    """Load the sources of one mapping, each as a table of its name."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, mapping: Mapping, mapping_name: str, step: Step
    ) -> None:
        """Remember where the sources come from."""
        self.con = con
        self.mapping = mapping
        self.mapping_name = mapping_name
        self.step = step

    def read_files(self, files: dict[str, list[Path]]) -> None:
        """Load the files; their lines are numbered in `source_row`."""
        for name, paths in files.items():
            source = self.mapping.sources[name]
            self.step(f"read {source.file}")
            raw = f"file {name}"
            parts = [f"select * from {self._relation(name, source, path)}" for path in paths]
            self._create(name, raw, " union all by name ".join(parts), f"the file {source.file}")
            own = any(column.lower() == "source_row" for column in column_names(self.con, raw))
            self.con.execute(
                f"create table {quoted(name)} as "
                f"select {'*' if own else 'rowid + 1 as source_row, *'} from {quoted(raw)}"
            )
            self.con.execute(f"drop table {quoted(raw)}")

    def run_queries(self) -> None:
        """Make the sources that are queries over sources named before them."""
        for name, source in self.mapping.sources.items():
            if source.sql is not None:
                self.step(f"make {name}")
                self._create(name, name, f"select * from ({source.sql}\n)", "the query")

    def _create(self, name: str, table: str, query: str, what: str) -> None:
        try:
            self.con.execute(f"create table {quoted(table)} as {query}")
        except duckdb.Error as error:
            raise ImportProblem(
                f"{self.mapping.users(name)}: {what} of source {name} cannot be read: "
                f"{reason(error)}; correct it, or sources.{name} in {self.mapping_name}"
            ) from None

    def _relation(self, name: str, source: Source, path: Path) -> str:
        ending = path.name.lower()
        known = [kind for kind, endings in ENDINGS.items() if ending.endswith(endings)]
        kind = source.format or (known[0] if known else None)
        if kind == "parquet":
            return f"read_parquet({literal(str(path))})"
        if kind == "excel":
            try:
                return sheet(self.con, path, source.sheet)
            except duckdb.Error as error:
                raise ImportProblem(
                    f"{self.mapping.users(name)}: the file {path.name} cannot be read: {reason(error)}; "
                    f"correct it, or sheet of sources.{name} in {self.mapping_name}"
                ) from None
        if kind != "csv":
            raise ImportProblem(
                f"{self.mapping.users(name)}: the file {path.name} is by its name neither CSV nor Parquet "
                f"nor Excel; say which with format: under sources.{name} in {self.mapping_name}"
            )
        delimiter = source.delimiter or ("\t" if ending.endswith(".tsv") else ",")
        names = self._header(name, source, path, delimiter)
        columns = ", ".join(f"{literal(column)}: 'varchar'" for column in names)
        # All text and nothing guessed: leading zeros stay, and a line with too few or too many
        # values is an error, not the end of a header.
        return (
            f"read_csv({literal(str(path))}, auto_detect = false, header = true, "
            f"columns = {{{columns}}}, delim = {literal(delimiter)}, quote = '\"', "
            f"escape = '\"', encoding = {literal(source.encoding)})"
        )

    def _header(self, name: str, source: Source, path: Path, delimiter: str) -> list[str]:
        """Take the column names from a CSV file's first line."""
        encoding = {"utf-8": "utf-8-sig"}.get(source.encoding, source.encoding)
        trouble = f"{self.mapping.users(name)}: the file {path.name}"
        try:
            is_zipped = path.name.lower().endswith(".gz")
            with (
                gzip.open(path, "rt", encoding=encoding, newline="")
                if is_zipped
                else path.open(encoding=encoding, newline="")
            ) as text:
                first = next(csv.reader(text, delimiter=delimiter), [])
        except (OSError, UnicodeError, csv.Error, TypeError) as error:
            raise ImportProblem(
                f"{trouble} cannot be read: {error}; correct it, or encoding and delimiter of "
                f"sources.{name} in {self.mapping_name}"
            ) from None
        names = [cell.strip() or f"column_{place}" for place, cell in enumerate(first, 1)]
        if not names:
            raise ImportProblem(f"{trouble} is empty; it needs a first line of column names")
        lowered = [cell.lower() for cell in names]
        for cell in names:
            if lowered.count(cell.lower()) > 1:
                raise ImportProblem(f"{trouble} has two columns {cell}; rename one of them")
        return names
