"""What a page shows, wholly in its address: read from the query, written back into links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import parse_qsl, urlencode

SHARED = ("from", "to", "opco", "region", "segment", "value", "currency")
PRESETS = {"3": "3 months", "6": "6 months", "12": "12 months", "24": "24 months", "all": "All months"}


@dataclass(frozen=True)
class Scope:
    """What can be asked for: the months and companies that the publication holds and the user may see."""

    months: Sequence[date]
    opcos: Sequence[str]
    restricted: bool


@dataclass(frozen=True)
class Slice:
    """The part of the portfolio that is asked for."""

    opco: str = ""
    region: str = ""
    segment: str = ""
    value: str = ""

    @property
    def single(self) -> tuple[str, str] | None:
        """Dimension and value when one dimension says it all, else none."""
        if self.segment:
            return None if self.opco else (self.segment, self.value)
        if self.region:
            return "region", self.region
        return ("opco", self.opco) if self.opco else ("all", "all")

    @property
    def group(self) -> str:
        """The company, or `all`, as the marts by company name it."""
        return self.opco or "all"


@dataclass(frozen=True)
class View:
    """The state of a page: months, slice, currency and what only this page knows."""

    month_from: date
    month_to: date
    slice: Slice = Slice()
    currency: Literal["local", "reporting"] = "local"
    own: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """A value that only this page knows."""
        return self.own.get(name, default)

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """A value of the page's own, or the first allowed one."""
        found = self.own.get(name, "")
        return found if found in allowed else allowed[0]

    def query(self, **changes: str | None) -> str:
        """The query string of this view with some values changed; none or empty removes one."""
        values: dict[str, str | None] = {
            "from": f"{self.month_from:%Y-%m}",
            "to": f"{self.month_to:%Y-%m}",
            "opco": self.slice.opco,
            "region": self.slice.region,
            "segment": self.slice.segment,
            "value": self.slice.value,
            "currency": "" if self.currency == "local" else self.currency,
            **self.own,
            **changes,
        }
        return urlencode({name: value for name, value in values.items() if value})

    def link(self, path: str, keep_own: bool = False, **changes: str | None) -> str:
        """The address of a page with the filters of this view."""
        view = self if keep_own else replace(self, own={})
        return f"{path}?{view.query(**changes)}"


def month_in(text: str, months: Sequence[date], otherwise: date) -> date:
    """The month-end that `2025-11` names, if it is known."""
    return next((month for month in months if f"{month:%Y-%m}" == text[:7]), otherwise)


def read_view(search: str, scope: Scope) -> View:
    """The view that a query string asks for; what is unknown or not allowed falls back to the default."""
    given = {name: value[:200] for name, value in parse_qsl(search.lstrip("?"))[:40]}
    last = scope.months[-1]
    month_to = month_in(given.get("to", ""), scope.months, last)
    earlier = [month for month in scope.months if month <= month_to]
    month_from = min(month_in(given.get("from", ""), scope.months, earlier[-13:][0]), month_to)
    opco = given.get("opco", "")
    region = given.get("region", "")
    if not opco and " / " in region:
        opco = region.split(" / ")[0]
    if opco not in scope.opcos:
        opco = scope.opcos[0] if scope.restricted and scope.opcos else ""
    if not region.startswith(f"{opco} / ") or not opco:
        region = ""
    segment = given.get("segment", "")
    value = given.get("value", "")
    if not segment or not value:
        segment = value = ""
    own = {name: text for name, text in given.items() if name not in SHARED}
    currency: Literal["local", "reporting"] = "reporting" if given.get("currency") == "reporting" else "local"
    return View(month_from, month_to, Slice(opco, region, segment, value), currency, own)


def preset(view: View, scope: Scope, name: str) -> str:
    """The first month of a preset, as the address writes it."""
    earlier = [month for month in scope.months if month <= view.month_to]
    first = earlier[0] if name == "all" else earlier[-int(name) - 1 :][0]
    return f"{first:%Y-%m}"
