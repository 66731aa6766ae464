"""What a page or a download gets to work with, and how it is made from a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from dashboard.auth import User
from dashboard.decisions import DecisionStore
from dashboard.queries import reference
from dashboard.settings import Settings
from dashboard.store import Lease, Store
from dashboard.view import Scope, View, read_view


@dataclass(frozen=True)
class Context:
    """One request: who asks, for which view, of which publication."""

    lease: Lease
    user: User
    view: View
    scope: Scope
    path: str
    decisions: DecisionStore

    @property
    def as_of(self) -> date:
        """The day that the figures are of."""
        return reference.freshness(self.lease).as_of

    @property
    def reporting(self) -> bool:
        """Whether amounts are asked for in the reporting currency."""
        return self.view.currency == "reporting" or not self.view.slice.opco

    @property
    def currency(self) -> str | None:
        """The currency of amounts in this view."""
        if self.reporting:
            return reference.reporting_currency(self.lease)
        return reference.currency_of(self.lease, self.view.slice.opco)

    def link(self, path: str, **changes: str | None) -> str:
        """The address of a page with this view's filters."""
        return self.view.link(path, False, **changes)

    def here(self, **changes: str | None) -> str:
        """The page with some values of its address changed."""
        return self.view.link(self.path, True, **changes)


@dataclass
class Service:
    """What lives as long as the process."""

    settings: Settings
    store: Store
    decisions: DecisionStore

    @classmethod
    def start(cls, settings: Settings) -> "Service":
        """The stores of figures and decisions that the settings name."""
        return cls(settings, Store(settings.publications), DecisionStore(settings.decisions))

    @contextmanager
    def context(self, user: User, path: str, search: str) -> Iterator[Context]:
        """A context whose publication stays the same while the block runs."""
        with self.store.lease(user.copy) as lease:
            known = [found.opco_id for found in reference.opcos(lease)]
            seen = [opco for opco in known if user.sees(opco)]
            scope = Scope(reference.months(lease), seen, user.opcos is not None)
            view = read_view(search, scope)
            yield Context(lease, user, view, scope, path, self.decisions)
