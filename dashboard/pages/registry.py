"""Every page under its address, in the order and groups of the navigation."""

from collections.abc import Callable
from dataclasses import dataclass, field

from dash.development.base_component import Component

from dashboard.context import Context
from dashboard.store import Table

Draw = Callable[[Context], Component]
Download = Callable[[Context], Table]


@dataclass(frozen=True)
class Page:
    """A page: its address, its name, what draws it, what it offers for download."""

    path: str
    name: str
    group: str
    summary: str
    draw: Draw
    downloads: dict[str, Download] = field(default_factory=dict)
    # which parts of the filter bar the page listens to
    filters: tuple[str, ...] = ("months", "opco", "region", "segment", "currency")
    in_navigation: bool = True
