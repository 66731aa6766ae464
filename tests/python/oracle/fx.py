"""Exchange rates to the reporting currency; where there is none, null and never 1."""

from datetime import date
from decimal import Decimal

from .parsing import Row

MAX_AGE_DAYS = 31


class Rates:
    def __init__(self, rows: list[Row], reporting_currency: str, as_of: date) -> None:
        self.reporting_currency = reporting_currency.strip().upper()
        self.by_currency: dict[str, list[tuple[date, Decimal]]] = {}
        for row in rows:
            if row["rate_on"] <= as_of:
                known = self.by_currency.setdefault(row["currency_code"], [])
                known.append((row["rate_on"], row["rate_to_reporting"]))

    def rate(self, currency: str, day: date) -> Decimal | None:
        """The latest rate on or before a day and at most 31 days old."""
        if currency == self.reporting_currency:
            return Decimal(1)
        usable = [
            (rate_on, rate)
            for rate_on, rate in self.by_currency.get(currency, [])
            if rate_on <= day and (day - rate_on).days <= MAX_AGE_DAYS
        ]
        return max(usable)[1] if usable else None
