"""The words, days and amounts that random portfolios are made of, and how they are drawn."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

Line = dict[str, str | None]
Portfolio = dict[str, list[Line]]

BASE = date(2023, 11, 1)
# Days that suit the portfolios: rows are dated and loaded on both sides of them.
AS_OF = date(2024, 12, 15)
KNOWN_AT = datetime(2024, 9, 15, 12, 0, 0)

LOADED = (
    "2023-10-15 08:00:00",
    "2023-11-02 08:00:00",
    "2024-03-01T10:00:00Z",
    "2024-09-15 12:00:00",
    "2024-09-15 12:00:01",
    "2024-11-01 00:00:00+00",
)
EARLY = LOADED[0]
ZONES = (
    "Africa/Nairobi",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Auckland",
    "Europe/London",
)
CURRENCIES = ("USD", "KES", "INR", "XOF")
TABLES = (
    "opcos",
    "policies",
    "shops",
    "customers",
    "accounts",
    "contracts",
    "bills",
    "payments",
    "actions",
    "attempts",
    "bank_transactions",
    "device_states",
    "notifications",
    "fx_rates",
    "decisions",
)
# Offsets from BASE of month ends and of 29 February.
SPECIAL = (0, 29, 60, 91, 120, 121, 151, 152, 181, 395, 409, 410)
DOWNPAYMENT_DAYS = (0, 0, 1, 3, 7, 30)
RATES = (100, 33, 1, 250, 70, 7)
AMOUNTS = (100, 1, 33, 50, 101, 700, 1000, 3333, 12000)
REASONS = ("completed", "opted_out", "cancelled", "repossessed", "written_off")
NAMES = (
    "Home 40",
    "Smart TV 32",
    "ESF loan",
    "Home esf",
    "ESF upgrade kit",
    "Esfera lamp",
)
STATUSES = ("enabled", "disabled", "pending_enable", "pending_disable", "error", "unknown")


def money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def iso(offset: int) -> str:
    return (BASE + timedelta(days=offset)).isoformat()


def pack(portfolios: list[Portfolio]) -> Portfolio:
    """Many portfolios, of different prefixes, as the rows of one build."""
    return {table: [row for p in portfolios for row in p[table]] for table in TABLES}


class Rows:
    """Holds what has been drawn so far; subclasses draw the tables."""

    def __init__(self, draw: Any, prefix: str) -> None:
        self.draw = draw
        self.prefix = prefix
        self.tables: Portfolio = {table: [] for table in TABLES}
        self.zone = ""
        self.counter = 0

    def pick(self, options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def number(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def key(self, kind: str) -> str:
        self.counter += 1
        return f"{self.prefix}{kind}{self.counter:03d}"

    def add(self, table: str, loaded_at: str | None = None, **values: str | None) -> Line:
        row: Line = dict(values)
        row["loaded_at"] = loaded_at or self.pick(LOADED[:3] * 3 + LOADED)
        self.tables[table].append(row)
        return row

    def word(self, text: str) -> str:
        """A code as people type it."""
        style = self.pick(("plain", "plain", "plain", "upper", "spaced"))
        return {"plain": text, "upper": text.upper(), "spaced": f" {text} "}[style]

    def moment(self, day: date) -> str:
        """A UTC time on a local day, often right at one of its two midnights."""
        hour, minute, second = self.pick(((12, 0, 0), (0, 0, 0), (23, 59, 59), (0, 30, 0)))
        local = datetime(
            day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(self.zone)
        )
        return local.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")

    def device(self, account_id: str, anchors: list[int]) -> None:
        offsets = self.draw(st.lists(st.integers(-5, 200), max_size=3, unique=True))
        anchor = self.pick(anchors)
        for offset in offsets:
            self.add(
                "device_states",
                account_id=account_id,
                changed_at=self.moment(BASE + timedelta(days=anchor + offset)),
                enable_status=self.word(self.pick(STATUSES)),
            )
