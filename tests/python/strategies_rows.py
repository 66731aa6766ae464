"""The words, days and amounts that random portfolios are made of, and how they are drawn."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Protocol
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
CURRENCIES = ("USD", "KES", "INR", "ZMW")
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
    "segments",
    "fx_rates",
    "decisions",
)
# Offsets from BASE of month ends and of 29 February.
SPECIAL = (0, 29, 60, 91, 120, 121, 151, 152, 181, 395, 409, 410)
DOWNPAYMENT_DAYS = (0, 0, 1, 3, 7, 30)
RATES = (100, 33, 1, 250, 70, 7)
AMOUNTS = (100, 1, 33, 50, 101, 700, 1000, 3333, 12000, 500, 3000, 2000)
REASONS = ("completed", "opted_out", "cancelled", "repossessed", "written_off", "restructured")
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


class Chooser(Protocol):
    """Where random choices come from."""

    def pick(self, options: Any) -> Any: ...

    def number(self, low: int, high: int) -> int: ...

    def numbers(self, low: int, high: int, least: int, most: int) -> list[int]: ...


class HypothesisChooser:
    """Choices that Hypothesis draws, so that it can shrink them."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw

    def pick(self, options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def number(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def numbers(self, low: int, high: int, least: int, most: int) -> list[int]:
        """Different numbers, from least to most of them."""
        numbers: list[int] = self.draw(
            st.lists(st.integers(low, high), min_size=least, max_size=most, unique=True)
        )
        return numbers


class RandomChooser:
    """Even and independent choices from a seed: many portfolios in little time."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def pick(self, options: Any) -> Any:
        return self.random.choice(options)

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def numbers(self, low: int, high: int, least: int, most: int) -> list[int]:
        """Different numbers, from least to most of them."""
        return self.random.sample(range(low, high + 1), self.random.randint(least, most))


class Rows:
    """Holds what has been drawn so far; subclasses draw the tables."""

    def __init__(self, chooser: Chooser, prefix: str) -> None:
        self.chooser = chooser
        self.prefix = prefix
        self.tables: Portfolio = {table: [] for table in TABLES}
        self.zone = ""
        self.counter = 0

    def pick(self, options: Any) -> Any:
        return self.chooser.pick(options)

    def number(self, low: int, high: int) -> int:
        return self.chooser.number(low, high)

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
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(self.zone))
        return local.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")

    def device(self, account_id: str, anchors: list[int]) -> None:
        offsets = self.chooser.numbers(-5, 200, 0, 3)
        anchor = self.pick(anchors)
        for offset in offsets:
            self.add(
                "device_states",
                account_id=account_id,
                changed_at=self.moment(BASE + timedelta(days=anchor + offset)),
                enable_status=self.word(self.pick(STATUSES)),
            )

    def messages(self, account_id: str, bills: list[str], anchors: list[int]) -> None:
        """Notifications, and a few rows of the tables that no portfolio mart reads."""
        for _ in range(self.number(0, 3)):
            day = BASE + timedelta(days=self.pick(anchors) + self.number(0, 40))
            self.add(
                "notifications",
                notification_id=self.key("n"),
                account_id=account_id,
                sent_at=self.moment(day),
                campaign_name=self.pick(("Welcome", "Late")),
                notification_name=self.pick(("n1", "n2")),
                language=self.pick(("en", None, "")),
                delivery_state=self.pick(("delivered", "failed")),
            )
        for _ in range(self.number(0, 1)):
            day = BASE + timedelta(days=self.pick(anchors))
            self.add(
                "actions",
                action_id=self.key("x"),
                account_id=account_id,
                bill_id=self.pick((None, f"{self.prefix}nob")),
                action_at=self.moment(day),
                action_type=self.word(self.pick(("call", "sms"))),
                action_name="Call",
                new_status=self.pick((None, "call_connected")),
            )
            self.add(
                "attempts",
                attempt_id=self.key("t"),
                account_id=account_id,
                attempted_at=self.moment(day),
                attempt_number="1",
                amount="5.00",
                method=self.word("card"),
                status=self.word(self.pick(("success", "failed", "lost"))),
            )
            self.add(
                "decisions",
                decision_id=self.key("d"),
                decided_at=self.moment(day),
                decided_by="Ann",
                decision_type=self.word("attempt"),
                bill_id=self.pick((f"{self.prefix}nob", *bills)),
            )
