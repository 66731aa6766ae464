"""Numbers, amounts and dates as people read them, in the language of their browser."""

from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

locale: ContextVar[str] = ContextVar("locale", default="en_GB")
MISSING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
Number = int | float | Decimal | None


def size(value: int | float | Decimal) -> int | float | Decimal:
    """A number without its sign."""
    return value if value >= 0 else -value


def accepted_locale(header: str) -> str:
    """The first locale of an Accept-Language header that is known."""
    for part in header.split(",")[:10]:
        name = part.split(";")[0].strip().replace("-", "_")
        try:
            return str(Locale.parse(name)) if name and name != "*" else "en_GB"
        except (UnknownLocaleError, ValueError):
            continue
    return "en_GB"


def count(value: Number) -> str:
    """A whole number with separators."""
    return MISSING if value is None else str(format_decimal(round(value), locale=locale.get()))


def decimal(value: Number, digits: int = 1) -> str:
    """A number with a fixed number of digits."""
    pattern = "#,##0." + "0" * digits
    return MISSING if value is None else str(format_decimal(value, pattern, locale=locale.get()))


def percent(value: Number, digits: int = 1) -> str:
    """A share as per cent."""
    pattern = "#,##0." + "0" * digits + "%"
    return MISSING if value is None else str(format_percent(value, pattern, locale=locale.get()))


def points(value: Number) -> str:
    """A difference of two shares, in percentage points, with its sign."""
    if value is None:
        return MISSING
    text = str(format_decimal(size(value) * 100, "#,##0.0", locale=locale.get()))
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    return f"{sign}{text} pp"


def signed(value: Number) -> str:
    """A difference of two counts, with its sign."""
    if value is None:
        return MISSING
    return f"{'+' if value > 0 else MINUS if value < 0 else '±'}{count(size(value))}"


def money(value: Number, currency: str | None, compact: bool = False) -> str:
    """An amount with its currency; compact writes thousands and millions short."""
    if value is None:
        return MISSING
    if not currency:
        return decimal(value, 0)
    if compact and size(value) >= 10_000:
        return str(format_compact_currency(value, currency, locale=locale.get(), fraction_digits=1))
    return str(format_currency(value, currency, locale=locale.get()))


def in_unit(value: Number, unit: str | None, currency: str | None = None) -> str:
    """A value in the unit that the metric's definition names."""
    if value is None:
        return MISSING
    if unit in ("ratio", "share"):
        return percent(value)
    if unit == "percent":
        return f"{decimal(value)} %"
    if unit == "currency":
        return money(value, currency, compact=True)
    if unit in ("days", "score"):
        return f"{decimal(value)} days" if unit == "days" else decimal(value)
    return count(value)


def change(value: Number, before: Number, unit: str | None) -> str:
    """How far a value moved from an earlier one: points for shares, per cent for the rest."""
    if value is None or before is None:
        return MISSING
    if unit in ("ratio", "share"):
        return points(Decimal(value) - Decimal(before))
    if unit in ("days", "percent", "score"):
        step = Decimal(value) - Decimal(before)
        return f"{'+' if step > 0 else MINUS if step < 0 else '±'}{decimal(size(step))}"
    if unit != "currency":
        return signed(Decimal(value) - Decimal(before))
    if not before:
        return MISSING
    share = (Decimal(value) - Decimal(before)) / abs(Decimal(before))
    return f"{'+' if share > 0 else MINUS if share < 0 else '±'}{percent(size(share))}"


def day(value: date | datetime | None) -> str:
    """A day, like 31 Dec 2025."""
    return MISSING if value is None else str(format_date(value, "d MMM y", locale=locale.get()))


def month(value: date | None) -> str:
    """A month, like Dec 2025."""
    return MISSING if value is None else str(format_date(value, "MMM y", locale=locale.get()))


def words(code: str | None) -> str:
    """A code as words: `written_off` becomes Written off."""
    if not code:
        return "Unknown"
    text = code.replace("_", " ")
    return text[:1].upper() + text[1:]
