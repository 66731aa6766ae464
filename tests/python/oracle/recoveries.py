"""Money that comes after an account was written off or taken back."""

from datetime import date

from .model import Account, Payment

# Of contracts that end on one day, the first in this order speaks.
END_ORDER = ("repossessed", "written_off", "completed", "opted_out", "cancelled", "restructured")


def last_end(account: Account, day: date) -> tuple[date, str] | None:
    """The end of the last of the once active contracts to end by a day, and its reason."""
    ended = [
        (contract.ended_on, contract.end_reason or "")
        for contract in account.contracts
        if contract.ever_active and contract.ended_on is not None and contract.ended_on <= day
    ]
    if not ended:
        return None
    last_day = max(ended_on for ended_on, _ in ended)
    return last_day, min((reason for on, reason in ended if on == last_day), key=END_ORDER.index)


def is_recovery(account: Account, payment: Payment) -> bool:
    """An instalment after the last contract ended in churn, with no other active."""
    if account.account_type == "utility" or payment.payment_type != "instalment":
        return False
    if any(contract.is_active(payment.day) for contract in account.contracts):
        return False
    end = last_end(account, payment.day)
    return end is not None and end[0] < payment.day and end[1] in ("repossessed", "written_off")
