"""Many random portfolios in one build against the oracle, and the smallest case of a difference."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import duckdb

import oracle
from agreement import MART_NAMES, Difference, differences
from oracle.attributes import ArpuBand
from oracle.model import OracleError
from strategies import AS_OF, KNOWN_AT, Line, Portfolio, pack, random_portfolio
from warehouse import REPO, Plan

# One rate is exactly 31 days old at a month-end, one 32; ZMW has none in some months.
RATES: tuple[tuple[str, str, str], ...] = (
    ("KES", "2023-10-30", "0.0067"),
    ("KES", "2023-12-31", "0.00642"),
    ("KES", "2024-01-31", "0.00655"),
    ("KES", "2024-02-10", "0.0069"),
    ("kes", "2024-03-31", "0.00755"),
    ("KES", "2024-05-01", "0.0076"),
    ("KES", "2024-06-30", "0.00775"),
    ("KES", "2024-07-31", "0.0077"),
    ("KES", "2024-08-30", "0.00771"),
    ("KES", "2024-09-30", "0.0078"),
    ("KES", "2024-10-30", "0.0078"),
    ("KES", "2024-11-30", "0.00773"),
    ("KES", "2024-12-15", "0.00775"),
    ("KES", "2024-12-16", "9"),
    *(("INR", f"{year}-{month:02d}-01", f"0.01{month:02d}")
      for year in (2023, 2024) for month in range(1, 13)),
    *(("ZMW", f"2024-{month:02d}-28", f"0.0016{month:02d}987654") for month in range(1, 9)),
)  # fmt: skip
# Tables of which few values can be left out.
PLAIN = ("opcos", "policies", "customers", "fx_rates")
PREFIX = re.compile(r"(p\d{5,})")


def fx_rates() -> list[Line]:
    return [
        {
            "currency_code": currency,
            "rate_on": rate_on,
            "rate_to_reporting": rate,
            "loaded_at": f"{rate_on} 06:00:00",
        }
        for currency, rate_on, rate in RATES
    ]


def arpu_bands() -> list[ArpuBand]:
    """The bands that the warehouse reads, for the oracle."""
    path = REPO / "seeds" / "reference" / "arpu_bands.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                row["currency_code"],
                Decimal(row["lower_amount"]),
                Decimal(row["upper_amount"]) if row["upper_amount"] else None,
                row["arpu_range"],
            )
            for row in csv.DictReader(file)
        ]


@dataclass(frozen=True)
class Moment:
    """A day to build for, and a state of knowledge."""

    as_of: date
    known_at: datetime | None = None

    @property
    def variables(self) -> dict[str, str]:
        known_at = "" if self.known_at is None else self.known_at.strftime("%Y-%m-%d %H:%M:%S")
        return {
            "as_of_date": self.as_of.isoformat(),
            "known_at": known_at,
            "personal_data": "clear",
        }

    def __str__(self) -> str:
        return f"as of {self.as_of}" + (f", known at {self.known_at}" if self.known_at else "")


# A day in mid-month, two month-ends (one in a leap year's February), and a past state of knowledge.
MOMENTS = (
    Moment(AS_OF),
    Moment(date(2024, 4, 30)),
    Moment(date(2024, 2, 29)),
    Moment(AS_OF, KNOWN_AT),
)


def portfolios(seed: int, first: int, count: int) -> dict[str, Portfolio]:
    """Random portfolios by their prefix; each is one opco. Seed and prefix name one for good."""
    return {
        f"p{index:05d}": random_portfolio(seed * 1_000_000 + index, f"p{index:05d}")
        for index in range(first, first + count)
    }


def with_rates(rows: Portfolio) -> Portfolio:
    return {**rows, "fx_rates": fx_rates()}


def compare(
    connection: duckdb.DuckDBPyConnection,
    rows: Portfolio,
    moment: Moment,
    marts: Sequence[str] = MART_NAMES,
) -> list[Difference]:
    """The differences between a build of the rows and the oracle's answer."""
    expected = oracle.build(rows, moment.as_of, known_at=moment.known_at, arpu_bands=arpu_bands())
    return differences(connection, expected, marts)


@dataclass
class Case:
    """The smallest rows found on which the two sides still differ."""

    moment: Moment
    rows: Portfolio
    found: list[Difference]
    prefix: str

    def __str__(self) -> str:
        lines = [f"{self.moment}, portfolio {self.prefix}:"]
        for table, rows in self.rows.items():
            if table == "fx_rates":
                continue
            for row in rows:
                shown = ", ".join(f"{k}={v}" for k, v in row.items() if v not in (None, ""))
                lines.append(f"  {table}: {shown}")
        lines += [f"  {difference}" for difference in self.found[:12]]
        if len(self.found) > 12:
            lines.append(f"  ... and {len(self.found) - 12} more")
        return "\n".join(lines)


def smallest_case(
    plan: Plan, members: dict[str, Portfolio], moment: Moment, found: Sequence[Difference]
) -> Case | None:
    """A portfolio that differs when it is built alone, with all left out that can be."""
    signature = {(d.mart, d.column) for d in found}
    marts = sorted({d.mart for d in found})
    plan.open_connection().execute("set threads = 1")

    def still_differs(rows: Portfolio) -> list[Difference]:
        try:
            answer = compare(plan.run(rows, marts), rows, moment, marts)
        except (duckdb.Error, OracleError):  # no build at all is another matter
            return []
        return [d for d in answer if (d.mart, d.column) in signature]

    prefixes = _named(found, members) or list(members)
    # halve until one is left: a difference that needs several portfolios stays with all of them
    while len(prefixes) > 1:
        middle = len(prefixes) // 2
        for half in (prefixes[:middle], prefixes[middle:]):
            if still_differs(with_rates(pack([members[prefix] for prefix in half]))):
                prefixes = half
                break
        else:
            break
    rows = with_rates(pack([members[prefix] for prefix in prefixes]))
    if not still_differs(rows):
        return None
    rows = shrink(rows, lambda candidate: bool(still_differs(candidate)))
    return Case(moment, rows, still_differs(rows), ", ".join(prefixes))


def _named(found: Sequence[Difference], members: dict[str, Portfolio]) -> list[str]:
    """The first portfolio that a difference names in its key."""
    named = (match[1] for d in found for part in d.key if (match := PREFIX.match(str(part))))
    return [prefix for prefix in named if prefix in members][:1]


def shrink(rows: Portfolio, differs: Callable[[Portfolio], bool]) -> Portfolio:
    """Leave out rows, in ever smaller groups, and then values, while the difference stays."""
    for table in reversed(list(rows)):
        rows = _fewer_rows(rows, table, differs)
    for table in reversed(list(rows)):
        rows = _fewer_rows(rows, table, differs)
        for index in range(0 if table in PLAIN else len(rows[table])):
            for column, value in list(rows[table][index].items()):
                if value is None or column.endswith("_id") or column in ("loaded_at", "created_at"):
                    continue
                candidate = {**rows, table: [*rows[table]]}
                candidate[table][index] = {**rows[table][index], column: None}
                if differs(candidate):
                    rows = candidate
    return rows


def _fewer_rows(rows: Portfolio, table: str, differs: Callable[[Portfolio], bool]) -> Portfolio:
    size = len(rows[table])
    while size:
        start = 0
        while start < len(rows[table]):
            kept = rows[table][:start] + rows[table][start + size :]
            if differs({**rows, table: kept}):
                rows = {**rows, table: kept}
            else:
                start += size
        size //= 2
    return rows
