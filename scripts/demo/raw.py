"""The written CSV files, read back as text for the checks."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.dirty import dirty_cases
from demo.tables import CONTRACT, TABLES, columns

Cells = dict[str, str]


class Raw:
    """Every row as it stands in the files, with and without the faulty set."""

    def __init__(self, folder: Path) -> None:
        self.tables: dict[str, list[Cells]] = {}
        for name in TABLES:
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                self.tables[name] = list(csv.DictReader(file))

    @cached_property
    def faulty(self) -> set[tuple[str, ...]]:
        return {
            (case.table, *(case.changes.get(c, "") for c in columns(case.table))) for case in dirty_cases()
        }

    @cached_property
    def believable(self) -> dict[str, list[Cells]]:
        """The rows of each table without those of the faulty set."""
        return {
            name: [row for row in rows if (name, *row.values()) not in self.faulty]
            for name, rows in self.tables.items()
        }

    def rows(self, name: str) -> list[Cells]:
        """The rows of the believable part: nothing of the faulty set."""
        return self.believable[name]

    def versions(self, name: str) -> dict[tuple[str, ...], list[Cells]]:
        key = CONTRACT[name].key
        found: dict[tuple[str, ...], list[Cells]] = defaultdict(list)
        for row in self.rows(name):
            found[tuple(row[column] for column in key)].append(row)
        return found

    def kept(self, name: str) -> list[Cells]:
        """Of each key the row that was loaded last."""
        return [max(rows, key=lambda row: row["loaded_at"]) for rows in self.versions(name).values()]

    def by_account(self, name: str) -> dict[str, list[Cells]]:
        found: dict[str, list[Cells]] = defaultdict(list)
        for row in self.kept(name):
            found[row["account_id"]].append(row)
        return found

    @cached_property
    def payments(self) -> dict[str, list[Cells]]:
        return self.by_account("payments")

    @cached_property
    def contracts(self) -> dict[str, list[Cells]]:
        return self.by_account("contracts")

    @cached_property
    def bills(self) -> dict[str, Cells]:
        return {row["bill_id"]: row for row in self.kept("bills")}

    @cached_property
    def accounts(self) -> dict[str, Cells]:
        return {row["account_id"]: row for row in self.kept("accounts")}

    @cached_property
    def zones(self) -> dict[str, ZoneInfo]:
        return {row["opco_id"]: ZoneInfo(row["timezone"]) for row in self.rows("opcos")}

    def local_day(self, account_id: str, moment: str) -> date:
        zone = self.zones[self.accounts[account_id]["opco_id"]]
        return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(zone).date()


def day(text: str) -> date:
    return date.fromisoformat(text)


def minor(text: str) -> int:
    return round(float(text) * 100)
