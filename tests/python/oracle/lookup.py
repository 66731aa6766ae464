"""The customer lookup: columns 41 to 53 of the glossary and the current category."""

from datetime import date

from .model import Account
from .months import History
from .parsing import Row

PEOPLE = (
    "sign_up_agent_name",
    "sign_up_agent_code",
    "install_technician_name",
    "install_technician_code",
    "upgrade_technician_name",
    "upgrade_technician_code",
)


def customer_lookup(accounts: list[Account], histories: dict[str, History], as_of: date) -> list[Row]:
    rows = []
    for account in accounts:
        history = histories.get(account.account_id)
        started = sorted(
            (contract.start, contract.contract_id, contract)
            for contract in account.contracts
            if contract.start is not None and (contract.begins_on or as_of) <= as_of
        )
        first = started[0][2] if started else None
        last = started[-1][2] if started else None
        row: Row = {
            "account_id": account.account_id,
            "opco_id": account.opco.opco_id,
            "customer_id": account.row["customer_id"],
            "customer_name": account.customer["customer_name"],
            "customer_status": account.customer["customer_status"],
            "territory": None if account.shop is None else account.shop["territory"],
            "portfolio_category": ("pre_portfolio" if history is None else history.category_on(as_of)),
            "end_date": None if last is None else last.ended_on,
            "downpayment": None if first is None else first.downpayment,
            "downpayment_date": None if first is None else first.downpayment_paid_on,
        }
        for name in PEOPLE:
            row[name] = account.row[name]
        rows.append(row)
    return rows
