"""Asks marts for single values, in a form that a test can write down."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

Value = str | int | bool | None


def plain(value: Any) -> Any:
    """Days as text; numbers compare as they are."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


class Marts:
    """What a build holds."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, mart: str, columns: str, **where: Value) -> list[tuple[Any, ...]]:
        """Columns of the rows that are so, in order of their values."""
        tests = [
            f"{name} is null" if value is None else f"{name} = '{value}'" for name, value in where.items()
        ]
        query = f"select {columns} from marts.{mart} where {' and '.join(tests) or 'true'} order by all"
        return [tuple(map(plain, line)) for line in self.connection.execute(query).fetchall()]

    def one(self, mart: str, columns: str, **where: Value) -> Any:
        """The one row that is so: its value, or its values."""
        found = self.rows(mart, columns, **where)
        assert len(found) == 1, f"{mart} {where}: {len(found)} rows"
        return found[0] if len(found[0]) > 1 else found[0][0]

    def on(self, account_id: str, month_end: str, columns: str) -> Any:
        """The receivables of an account at a month-end."""
        return self.one("fct_receivables_months", columns, account_id=account_id, month_end=month_end)

    def at(self, account_id: str, month_end: str, columns: str) -> Any:
        """The state of an account at a month-end."""
        return self.one("fct_account_months", columns, account_id=account_id, month_end=month_end)

    def kpi(self, opco_id: str, month_end: str, columns: str) -> Any:
        return self.one("fct_billing_kpis", columns, opco_id=opco_id, month_end=month_end)

    def bill(self, bill_id: str, columns: str) -> Any:
        return self.one("fct_bills", columns, bill_id=bill_id)

    def total(self, mart: str, column: str, **where: Value) -> Any:
        return self.one(mart, f"coalesce(sum({column}), 0)", **where)

    def periods(self, account_id: str) -> list[tuple[Any, ...]]:
        return self.rows(
            "fct_account_status_periods",
            "valid_from, portfolio_category, days_expired_at_start",
            account_id=account_id,
        )

    def quarantined(self, *marks: str) -> dict[tuple[str, str], str]:
        """Table and key of the quarantined rows whose key starts so, and why."""
        lines = self.rows("quarantined_rows", "table_name, row_key, reason")
        return {(table, key): reason for table, key, reason in lines if key.startswith(marks)}

    def findings(self, opco_id: str) -> dict[str, tuple[Any, ...]]:
        """Rows and example of each finding of a company, by code."""
        lines = self.rows("input_findings", "code, rows, example_key", opco_id=opco_id)
        return {code: (count, example) for code, count, example in lines}
