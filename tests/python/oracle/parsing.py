"""From text to values: what parses, what is a fault. Never a guess at a format."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from .schema import Column

Raw = dict[str, str | None]
Row = dict[str, Any]

_MIDNIGHT = r"(?:[ T]00:00(?::00(?:\.0+)?)?)?"
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})" + _MIDNIGHT)
_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(?:Z|\+00(?::?00)?)?"
)
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{0,20})?(?:[eE][+-]?\d{1,2})?")
_MONEY = re.compile(r"[+-]?\d{1,12}(?:\.\d{0,20})?")
_INT = re.compile(r"[+-]?\d{1,9}(?:\.0*)?")
_TRUE = {"true", "t", "yes", "1"}
_FALSE = {"false", "f", "no", "0"}
_ZONES = {name.lower(): name for name in available_timezones()}
FIRST_DATE = date(1990, 1, 1)
FAR_COLUMNS = ("due_on", "period_end")


class Fault(Exception):
    """A value, or a row, that breaks the contract; the message is the reason."""


def clean(text: str | None) -> str | None:
    """Trim, and take empty text as null."""
    if text is None:
        return None
    return text.strip() or None


def parse_date(text: str) -> date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise Fault(f"unparseable date {text!r}")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Fault(f"unparseable date {text!r}") from None


def parse_time(text: str) -> datetime:
    """A UTC time, without zone information; a date alone is its midnight."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise Fault(f"unparseable timestamp {text!r}")
    numbers = [int(match[i] or 0) for i in range(1, 7)]
    microseconds = int((match[7] or "0")[:6].ljust(6, "0"))
    try:
        year, month, day, hour, minute, second = numbers
        return datetime(year, month, day, hour, minute, second, microseconds)
    except ValueError:
        raise Fault(f"unparseable timestamp {text!r}") from None


def parse_money(text: str, decimals: int) -> Decimal:
    if not _MONEY.fullmatch(text):
        raise Fault(f"unparseable amount {text!r}")
    value = Decimal(text)
    if decimals_of(value) > decimals:
        raise Fault(f"more than {decimals} decimals of money {text!r}")
    return value.quantize(Decimal("0.001"))


def decimals_of(value: Decimal) -> int:
    """How many decimals an amount needs: zeros at the end are none."""
    return next(places for places in range(30) if value * 10**places == int(value * 10**places))


def parse_number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise Fault(f"unparseable number {text!r}")
    return Decimal(text)


def parse_int(text: str) -> int:
    if not _INT.fullmatch(text):
        raise Fault(f"unparseable whole number {text!r}")
    return int(text.partition(".")[0])


def parse_bool(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise Fault(f"unparseable yes or no {text!r}")


def parse_value(column: Column, text: str, money_decimals: int) -> Any:
    if column.kind == "date":
        return parse_date(text)
    if column.kind == "time":
        return parse_time(text)
    if column.kind == "money":
        return parse_money(text, money_decimals)
    if column.kind == "number":
        return parse_number(text)
    if column.kind == "int":
        return parse_int(text)
    if column.kind == "bool":
        return parse_bool(text)
    if column.kind == "upper":
        return text.upper()
    if column.kind == "zone":
        if text.lower() not in _ZONES:
            raise Fault(f"unknown code {text!r} in {column.name}")
        return _ZONES[text.lower()]
    if column.kind == "code":
        if text.lower() not in column.codes:
            raise Fault(f"unknown code {text!r} in {column.name}")
        return text.lower()
    return text


def add_years(moment: datetime, years: int) -> datetime:
    """The same time of the year; 29 February becomes the 28th where there is none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def check_range(column: str, value: date, loaded_at: datetime) -> None:
    """No date before 1990; none more than ten (or forty) years after loaded_at."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time())
    if moment.date() < FIRST_DATE:
        raise Fault(f"{column} before 1990")
    years = 40 if column in FAR_COLUMNS else 10
    if column != "loaded_at" and moment > add_years(loaded_at, years):
        raise Fault(f"{column} more than {years} years after loaded_at")


def local_date(moment: datetime, zone: str) -> date:
    """The calendar date of a UTC time in a time zone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
