"""Run a mapping in DuckDB: fill the contract's tables, write the files."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import duckdb

from importing.contract import Column, Contract, ImportProblem, Table, suggestion
from importing.mapping import Block, ColumnMap, Mapping
from importing.sources import (
    Reader,
    Step,
    column_names,
    connect,
    find_files,
    literal,
    quoted,
    reason,
)

Format = Literal["parquet", "csv"]


@dataclass(frozen=True)
class Outcome:
    """What came of one table."""

    table: str
    rows: int
    origin: str
    remarks: list[str] = field(default_factory=list)


class Importer:
    """One run of one mapping."""

    def __init__(
        self, mapping: Mapping, contract: Contract, mapping_name: str, source: Path, out: Path
    ) -> None:
        """Take a mapping that has been checked against the contract."""
        self.mapping = mapping
        self.contract = contract
        self.mapping_name = mapping_name
        self.source = source
        self.out = out
        self.con = connect()

    def run(self, file_format: Format, step: Step) -> list[Outcome]:
        """Import everything; files appear only when all of it went well."""
        self._check_out(file_format)
        reader = Reader(self.con, self.mapping, self.mapping_name, step)
        reader.read_files(find_files(self.mapping, self.mapping_name, self.source))
        self.out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.out, prefix=".import-") as name:
            scratch = Path(name)
            self._close_doors(scratch)
            reader.run_queries()
            outcomes = []
            for table in self.contract.values():
                step(f"write {table.name}")
                outcomes.append(self._fill(table))
                self._write(table, scratch, file_format)
            for table in self.contract.values():
                file = f"{table.name}.{file_format}"
                (scratch / file).replace(self.out / file)
        self._note_parents(outcomes)
        return outcomes

    def _check_out(self, file_format: Format) -> None:
        if self.out.resolve() == self.source.resolve():
            raise ImportProblem(
                f"{self.out}: the target is the source folder; give another folder with --out"
            )
        if self.out.exists() and not self.out.is_dir():
            raise ImportProblem(f"{self.out}: the target is a file; give a folder with --out")
        other = "csv" if file_format == "parquet" else "parquet"
        for name in self.contract:
            if (self.out / f"{name}.{other}").exists():
                raise ImportProblem(
                    f"{name}: {self.out} already holds {name}.{other}, and a table must not be "
                    "there twice; choose an empty folder or remove that file"
                )

    def _close_doors(self, scratch: Path) -> None:
        """From here on a mapping's SQL reads the named sources and nothing else."""
        self.con.execute(f"set allowed_directories = [{literal(str(scratch))}]")
        self.con.execute("set enable_external_access = false")
        self.con.execute("set lock_configuration = true")

    def _write(self, table: Table, scratch: Path, file_format: Format) -> None:
        target = scratch / f"{table.name}.{file_format}"
        option = "format parquet" if file_format == "parquet" else "format csv, header true"
        # Ordered by content, so that the same source gives the same bytes.
        self.con.execute(
            f"copy (select * from {quoted('out ' + table.name)} order by all) "
            f"to {literal(str(target))} ({option})"
        )

    def _fill(self, table: Table) -> Outcome:
        target = quoted("out " + table.name)
        columns = ", ".join(f"{quoted(column.name)} varchar" for column in table.columns)
        self.con.execute(f"create table {target} ({columns})")
        blocks = self.mapping.tables.get(table.name, [])
        for block in blocks:
            self._insert(table, block, target)
        labels = dict.fromkeys(self.mapping.label(block.source) for block in blocks)
        rows = self._count(f"select count(*) from {target}")
        origin = ", ".join(labels) or "not mapped"
        return Outcome(table.name, rows, origin, self._remarks(table, target))

    def _insert(self, table: Table, block: Block, target: str) -> None:
        given = self.mapping.columns_of(block)
        relation = self._relation(table, block)
        expressions = {
            column.name: self._expression(table, block, column.name, given[column.name])
            if column.name in given
            else "null"
            for column in table.columns
        }
        # Empty text is null in the contract.
        texts = [f"nullif(trim(cast({text} as varchar)), '')" for text in expressions.values()]
        try:
            self.con.execute(f"insert into {target} select {', '.join(texts)} {relation}")
        except duckdb.Error as error:
            raise self._diagnosis(table, block, expressions, relation, error) from None

    def _relation(self, table: Table, block: Block) -> str:
        if block.source is None:
            return ""
        relation = f"from {quoted(block.source)}"
        for join in block.joins:
            name = join.alias or join.source
            relation += f" {join.kind} join {quoted(join.source)} as {quoted(name)} on ({join.on}\n)"
        if block.where:
            relation += f" where ({block.where}\n)"
        try:
            self.con.execute(f"select count(*) {relation}")
        except duckdb.Error as error:
            raise ImportProblem(
                f"{table.name} (from {self.mapping.label(block.source)}): the join or the filter "
                f"cannot be run: {reason(error)}; correct joins or where under "
                f"tables.{table.name} in {self.mapping_name}"
            ) from None
        return relation

    def _expression(self, table: Table, block: Block, name: str, origin: ColumnMap) -> str:
        if origin.value is not None:
            return literal(origin.constant())
        text = f"({origin.sql}\n)"
        if origin.column is not None:
            text = self._source_column(table, block, name, origin.column)
        if origin.codes is None:
            return text
        plain = f"trim(cast({text} as varchar))"
        cases = " ".join(
            f"when lower({plain}) = {literal(wording.strip().lower())} then {literal(code)}"
            for wording, code in origin.codes.items()
        )
        # A wording without a code is passed on, so that the warehouse reports it.
        rest = plain if origin.otherwise is None else literal(origin.otherwise)
        return f"case when coalesce({plain}, '') = '' then null {cases} else {rest} end"

    def _source_column(self, table: Table, block: Block, name: str, wanted: str) -> str:
        base = str(block.source)
        places = {base: base, **{join.alias or join.source: join.source for join in block.joins}}
        prefix, _, rest = wanted.partition(".")
        options = [(base, wanted)] + ([(prefix, rest)] if prefix in places and rest else [])
        for alias, column in options:
            for known in column_names(self.con, places[alias]):
                if known.lower() == column.lower():
                    return f"{quoted(alias)}.{quoted(known)}"
        alias, column = options[-1]
        raise ImportProblem(
            f"{table.name}, column {name}: {self.mapping.label(places[alias])} has no column "
            f"{column}; correct tables.{table.name}.columns.{name} in {self.mapping_name}: "
            f"{suggestion(column, column_names(self.con, places[alias]))}"
        )

    def _diagnosis(
        self,
        table: Table,
        block: Block,
        expressions: dict[str, str],
        relation: str,
        error: duckdb.Error,
    ) -> ImportProblem:
        """Find the column whose expression fails."""
        label = self.mapping.label(block.source)
        for name, text in expressions.items():
            try:
                self.con.execute(
                    f"select max(cast(given as varchar)) from (select {text} as given {relation})"
                )
            except duckdb.Error as cause:
                return ImportProblem(
                    f"{table.name}, column {name} (from {label}): the expression cannot be run: "
                    f"{reason(cause)}; correct tables.{table.name}.columns.{name} in "
                    f"{self.mapping_name}"
                )
        return ImportProblem(
            f"{table.name} (from {label}): cannot be filled: {reason(error)}; correct "
            f"tables.{table.name} in {self.mapping_name}"
        )

    def _count(self, query: str) -> int:
        row = self.con.execute(query).fetchone()
        return int(row[0]) if row else 0

    def _remarks(self, table: Table, target: str) -> list[str]:
        """Say beforehand what the warehouse would quarantine or supersede."""
        remarks = []
        for column in table.columns:
            if column.required:
                missing = f"select count(*) from {target} where {quoted(column.name)} is null"
                if count := self._count(missing):
                    remarks.append(f"{count:,} without {column.name}")
            if column.codes and (count := self._count(_strangers(column, target))):
                remarks.append(f"{count:,} with an unknown {column.name}")
        key = ", ".join(quoted(name) for name in table.key)
        repeated = self._count(
            "select coalesce(sum(copies - 1), 0) from "
            f"(select count(*) as copies from {target} group by {key})"
        )
        if repeated:
            remarks.append(f"{repeated:,} repeat a key ({', '.join(table.key)})")
        return remarks

    def _note_parents(self, outcomes: list[Outcome]) -> None:
        """Say which tables are missing, and how many rows the warehouse will quarantine for it."""
        filled = {outcome.table for outcome in outcomes if outcome.rows}
        for outcome in outcomes:
            if outcome.table not in filled:
                continue
            for column, parent in self.contract[outcome.table].parents.items():
                if parent not in filled:
                    outcome.remarks.append(f"needs {parent}, which is empty")
                elif count := self._count(self._orphans(outcome.table, column, parent)):
                    outcome.remarks.append(f"{count:,} whose {column} is not in {parent}")

    def _orphans(self, table: str, column: str, parent: str) -> str:
        key = self.contract[parent].key[0]
        return (
            f"select count(*) from {quoted('out ' + table)} where {quoted(column)} is not null and "
            f"{quoted(column)} not in (select {quoted(key)} from {quoted('out ' + parent)} "
            f"where {quoted(key)} is not null)"
        )


def _strangers(column: Column, target: str) -> str:
    known = ", ".join(literal(code) for code in column.codes)
    return f"select count(*) from {target} where lower({quoted(column.name)}) not in ({known})"
