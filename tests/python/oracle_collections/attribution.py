"""Which contact a payment is credited to."""

from datetime import timedelta

from .rows import Company


def attribute(company: Company) -> dict[str, tuple[str, str] | None]:
    """Payment by payment the action and agent that get the credit, or none."""
    credited: dict[str, tuple[str, str] | None] = {}
    for payment in company.payments:
        contacts = []
        for action in company.actions:
            window = timedelta(days=company.policy(action.on).attribution_window_days)
            in_window = action.at <= payment.at and payment.on <= action.on + window
            if action.account_id == payment.account_id and action.agent_id is not None and in_window:
                contacts.append((action.at, action.action_id, action.agent_id))
        last = max(contacts, default=None)
        credited[payment.payment_id] = None if last is None else (last[1], last[2])
    return credited
