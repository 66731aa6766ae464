"""Rows of the raw tables: their columns are those of the input contract, in its order."""

from __future__ import annotations

from typing import Any, ClassVar, TypeAlias, TypeVar

from importing.contract import load_contract

CONTRACT = load_contract()
TABLES: dict[str, type[Row]] = {}

# text, a number, a day or a moment, as the column asks for
Cell: TypeAlias = Any

# what a cell of a contract type is here; money is minor units, with two decimals
KINDS = {"code": "text", "far_date": "date", "number": "decimal"}


class Row:
    """A row of one table; a cell is an attribute, and an optional one that is not given is None."""

    table: ClassVar[str]
    empty: ClassVar[dict[str, Cell]]
    required: ClassVar[frozenset[str]]

    def __init_subclass__(cls, *, table: str) -> None:
        cls.table = table
        cls.empty = dict.fromkeys(columns(table))
        cls.required = frozenset(c.name for c in CONTRACT[table].columns if c.required)
        TABLES[table] = cls

    def __init__(self, **cells: Cell) -> None:
        if not self.required <= cells.keys() <= self.empty.keys():
            wrong = sorted((self.required - cells.keys()) | (cells.keys() - self.empty.keys()))
            raise TypeError(f"{self.table}: missing or unknown {', '.join(wrong)}")
        vars(self).update(self.empty)
        vars(self).update(cells)

    def __getattr__(self, name: str) -> Cell:
        raise AttributeError(f"{self.table} has no column {name}")

    def __setattr__(self, name: str, value: Cell) -> None:
        if name not in self.empty:
            raise AttributeError(f"{self.table} has no column {name}")
        super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.table, *vars(self).values()))


R = TypeVar("R", bound=Row)


def columns(name: str) -> list[str]:
    return [column.name for column in CONTRACT[name].columns]


def column_types(name: str) -> dict[str, str]:
    """Per column: text, integer, money, decimal, boolean, date or timestamp."""
    return {column.name: KINDS.get(column.kind, column.kind) for column in CONTRACT[name].columns}


def replace(row: R, **changes: Cell) -> R:
    """A copy of a row with other values in some cells."""
    return type(row)(**(vars(row) | changes))


class Opco(Row, table="opcos"): ...


class Policy(Row, table="policies"): ...


class Shop(Row, table="shops"): ...


class Customer(Row, table="customers"): ...


class Account(Row, table="accounts"): ...


class Contract(Row, table="contracts"): ...


class Bill(Row, table="bills"): ...


class Payment(Row, table="payments"): ...


class Action(Row, table="actions"): ...


class Attempt(Row, table="attempts"): ...


class BankTransaction(Row, table="bank_transactions"): ...


class DeviceState(Row, table="device_states"): ...


class Notification(Row, table="notifications"): ...


class FxRate(Row, table="fx_rates"): ...


class Segment(Row, table="segments"): ...


class Decision(Row, table="decisions"): ...
