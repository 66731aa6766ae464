"""What the API says about one customer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dashboard.api.models import CustomerProfile, SmartCollect
from dashboard.auth import User
from dashboard.context import Service
from dashboard.queries import accounts, reference, smart
from dashboard.store import Lease


class Unknown(Exception):
    """Nobody that this user may see has this id."""


def plain(value: object) -> object:
    """A value as JSON carries it; money as text, so that no digit is lost."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def row(values: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON carries it."""
    return {name: plain(value) for name, value in values.items()}


def smart_collect_of(service: Service, lease: Lease, customer_id: str) -> SmartCollect:
    """Everything that Smart Collect knows about a customer."""
    whom = smart.Customers(customer_id)
    total = smart.summary(lease, whom)
    bills = smart.upcoming(lease, whom)
    judged = smart.judged(lease, whom)
    pending = service.decisions.pending({found.decision_id for found in judged})
    own = {found.bill_id for found in bills}
    waiting = [found for bill, found in pending.items() if bill in own]
    behaviour = smart.behaviour(lease, whom).records()
    return SmartCollect(
        customer_id=customer_id,
        publication=lease.number,
        as_of=reference.freshness(lease).as_of,
        summary=row(total._asdict()) if total else None,
        upcoming_collections=[
            row(
                {
                    **found._asdict(),
                    "pending_decision": getattr(pending.get(found.bill_id), "decision_id", None),
                }
            )
            for found in bills
        ],
        collection_history=[row(found) for found in smart.history(lease, whom, 20).records()],
        recommendations=[row(found) for found in smart.recommendations(lease, whom).records()],
        behavioral_insights=row(behaviour[0]) if behaviour else None,
        risk_signals=[row(found) for found in smart.signals(lease, whom).records()],
        decisions=[
            *({**row(vars(found)), "applied_status": "pending"} for found in waiting),
            *(row(found._asdict()) for found in judged),
        ],
    )


def seen(lease: Lease, user: User, customer_id: str) -> None:
    """Refuse a customer who is unknown or of a company that the user does not see, in the same words."""
    opco = smart.opco_of(lease, customer_id)
    if opco is None or not user.sees(opco):
        raise Unknown


def smart_collect(service: Service, user: User, customer_id: str) -> SmartCollect:
    """Smart Collect of a customer."""
    with service.store.lease(user.copy) as lease:
        seen(lease, user, customer_id)
        return smart_collect_of(service, lease, customer_id)


def profile(service: Service, user: User, customer_id: str) -> CustomerProfile:
    """A customer with accounts and Smart Collect."""
    with service.store.lease(user.copy) as lease:
        seen(lease, user, customer_id)
        return CustomerProfile(
            customer=row(accounts.contact(lease, customer_id) or {}),
            accounts=[row(found._asdict()) for found in accounts.of_customer(lease, customer_id)],
            smart_collect=smart_collect_of(service, lease, customer_id),
        )
