"""Short ways to write down raw rows for the oracle's own tests."""

from datetime import date
from typing import Any

Line = dict[str, str | None]
LOADED = "2024-01-01 00:00:00"


class Case:
    """One opco in UTC with default after 30 days; add to it what a test needs."""

    def __init__(self, zone: str = "UTC", currency: str = "USD", **policy: str) -> None:
        self.raw: dict[str, list[Line]] = {}
        self.add(
            "opcos",
            opco_id="o",
            opco_name="Opco",
            country_code="KE",
            currency_code=currency,
            timezone=zone,
            sector="payg",
        )
        self.policy(**policy)
        self.customer()

    def add(self, table: str, **values: str | None) -> Line:
        row: Line = {"loaded_at": LOADED, **values}
        self.raw.setdefault(table, []).append(row)
        return row

    def policy(self, **values: str) -> None:
        row = {
            "valid_from": "2020-01-01",
            "default_after_days": "30",
            "bill_window_before_days": "3",
            "bill_window_after_days": "60",
            "bill_tolerance": "1.00",
            "allocation_method": "balance_forward",
            "attribution_window_days": "7",
            "promise_grace_days": "3",
            "retry_cost": "0.50",
            "baseline_first_attempt_rate": "0.6",
        }
        self.add("policies", opco_id="o", **{**row, **values})

    def customer(self, customer_id: str = "c", **values: str | None) -> Line:
        row: Line = {"opco_id": "o", "is_test": "false", "created_at": "2023-01-01"}
        return self.add("customers", customer_id=customer_id, **{**row, **values})

    def account(self, account_id: str, installed_on: str | None, **values: str | None) -> Line:
        row: Line = {
            "customer_id": "c",
            "opco_id": "o",
            "account_type": "payg",
            "created_at": "2023-01-01",
        }
        return self.add("accounts", account_id=account_id, installed_on=installed_on, **{**row, **values})

    def contract(self, contract_id: str, account_id: str, start: str, **values: Any) -> Line:
        row: Line = {
            "product_name": "Home",
            "contract_type": "payg",
            "daily_rate": "1.00",
            "downpayment_days": "0",
        }
        return self.add(
            "contracts",
            contract_id=contract_id,
            account_id=account_id,
            fulfilled_on=start,
            **{**row, **values},
        )

    def payment(
        self, payment_id: str, account_id: str, paid_at: str, amount: str, **values: str | None
    ) -> Line:
        row: Line = {"payment_type": "instalment"}
        return self.add(
            "payments",
            payment_id=payment_id,
            account_id=account_id,
            paid_at=paid_at,
            amount=amount,
            **{**row, **values},
        )

    def bill(self, bill_id: str, account_id: str, issued_on: str | None, due_on: str, amount: str) -> Line:
        return self.add(
            "bills",
            bill_id=bill_id,
            account_id=account_id,
            period_end=issued_on or due_on,
            issued_on=issued_on,
            due_on=due_on,
            bill_amount=amount,
        )


def on(rows: list[dict[str, Any]], month_end: date, account_id: str | None = None) -> dict[str, Any]:
    """The one row of a month (and account)."""
    found = [
        row for row in rows if row["month_end"] == month_end and account_id in (None, row.get("account_id"))
    ]
    assert len(found) == 1, found
    return found[0]
