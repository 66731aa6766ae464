"""Compare a mapping with the input contract before any file is read."""

from collections.abc import Iterator
from pathlib import Path

from importing.contract import Column, Contract, ImportProblem, Table, suggestion
from importing.mapping import Block, ColumnMap, Mapping


def check_mapping(mapping: Mapping, contract: Contract, path: Path) -> None:
    """Raise every disagreement at once."""
    lines = [*_defaults(mapping, contract, path)]
    for name, blocks in mapping.tables.items():
        table = contract.get(name)
        if table is None:
            lines.append(
                f"{name}: the contract has no such table; correct its name under tables in "
                f"{path.name}: {suggestion(name, list(contract))}"
            )
            continue
        for block in blocks:
            lines += _sources(mapping, table, block, path)
            lines += _columns(mapping, table, block, path)
    if lines:
        raise ImportProblem(*lines)


def _defaults(mapping: Mapping, contract: Contract, path: Path) -> Iterator[str]:
    known = sorted({column.name for table in contract.values() for column in table.columns})
    for name in mapping.defaults:
        if name not in known:
            yield (
                f"defaults, column {name}: no table of the contract has this column; correct it "
                f"in {path.name}: {suggestion(name, known)}"
            )


def _sources(mapping: Mapping, table: Table, block: Block, path: Path) -> Iterator[str]:
    for source in block.sources():
        if source not in mapping.sources:
            yield (
                f"{table.name}: there is no source {source}; add it under sources in {path.name}: "
                f"{suggestion(source, list(mapping.sources))}"
            )


def _columns(mapping: Mapping, table: Table, block: Block, path: Path) -> Iterator[str]:
    label = mapping.label(block.source)
    names = [column.name for column in table.columns]
    for name in block.columns:
        if name not in names:
            yield (
                f"{table.name}, column {name} (from {label}): the contract has no such column in "
                f"this table; correct it in {path.name}: {suggestion(name, names)}"
            )
    given = mapping.columns_of(block)
    for column in table.columns:
        where = f"{table.name}, column {column.name} (from {label})"
        origin = given.get(column.name)
        if origin is not None:
            for line in _origin(column, block, origin):
                yield f"{where}: {line} in {path.name}"
        elif column.required:
            yield (
                f"{where}: the required column has no mapping; add {column.name}: under "
                f"tables.{table.name}.columns in {path.name}"
            )


def _origin(column: Column, block: Block, origin: ColumnMap) -> Iterator[str]:
    if isinstance(origin.value, bool) and column.kind != "boolean":
        yield f"YAML reads the constant as {origin.constant()}; put it in quotes"
    if block.source is None and origin.column is not None:
        yield f"names the source column {origin.column}, but there is no source; add from:"
    fixed = [*(origin.codes or {}).values()]
    fixed += [text for text in (origin.otherwise,) if text is not None]
    fixed += [origin.constant()] if origin.value is not None else []
    for code in fixed:
        if column.codes and code.strip().lower() not in column.codes:
            yield f"unknown code {code}; {suggestion(code, list(column.codes))} Correct it"
