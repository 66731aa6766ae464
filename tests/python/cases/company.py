"""Writes down the raw rows of made-up companies, as short as a test can say it."""

from collections.abc import Sequence

Line = dict[str, str | None]

AS_OF = "2025-12-31"
LOADED = "2025-12-31 22:00:00"
METHODS = ("balance_forward", "open_item")
POLICY = {
    "valid_from": "2000-01-01",
    "default_after_days": "30",
    "bill_window_before_days": "3",
    "bill_window_after_days": "60",
    "bill_tolerance": "1.00",
    "attribution_window_days": "7",
    "promise_grace_days": "2",
    "retry_cost": "1.00",
    "baseline_first_attempt_rate": "0.5",
}


class Group:
    """All companies of a build."""

    def __init__(self) -> None:
        self.raw: dict[str, list[Line]] = {}

    def add(self, table: str, **values: str | None) -> Line:
        row: Line = {"loaded_at": LOADED, **values}
        self.raw.setdefault(table, []).append(row)
        return row

    def company(self, opco_id: str, sector: str, method: str = "balance_forward", **values: str) -> "Company":
        return Company(self, opco_id, sector, method, **values)


class Company:
    """One opco with one policy; its accounts have a customer each, named after them."""

    def __init__(self, group: Group, opco_id: str, sector: str, method: str, **values: str) -> None:
        self.group = group
        self.opco_id = opco_id
        opco = {"opco_name": opco_id, "country_code": "US", "currency_code": "USD", "timezone": "UTC"}
        opco |= {name: values.pop(name) for name in list(values) if name in opco}
        group.add("opcos", opco_id=opco_id, sector=sector, **opco)
        group.add("policies", opco_id=opco_id, **{**POLICY, "allocation_method": method, **values})

    def account(
        self, account_id: str, account_type: str, installed_on: str | None = "2025-01-01", **values: str
    ) -> str:
        customer_id = f"{self.opco_id} {account_id}"
        self.group.add(
            "customers",
            customer_id=customer_id,
            opco_id=self.opco_id,
            customer_name="N. N.",
            is_test="false",
            created_at="2024-01-01 00:00:00",
        )
        row: Line = {"created_at": "2024-01-01 00:00:00", **values}
        self.group.add(
            "accounts",
            account_id=account_id,
            customer_id=customer_id,
            opco_id=self.opco_id,
            account_type=account_type,
            installed_on=installed_on,
            **row,
        )
        return account_id

    def contract(self, contract_id: str, account_id: str, start: str, **values: str | None) -> str:
        row: Line = {"product_name": "Plan", "downpayment_days": "0", "ordered_on": start, **values}
        self.group.add("contracts", contract_id=contract_id, account_id=account_id, fulfilled_on=start, **row)
        return contract_id

    def payg(
        self, contract_id: str, account_id: str, start: str, rate: str, financed: str, **values: str
    ) -> str:
        row = {"contract_type": "payg", "daily_rate": rate, "financed_amount": financed, **values}
        return self.contract(contract_id, account_id, start, **{"term_days": "200", **row})

    def loan(self, contract_id: str, account_id: str, start: str, financed: str, **values: str) -> str:
        row = {"contract_type": "loan", "daily_rate": "2.00", "financed_amount": financed, **values}
        return self.contract(contract_id, account_id, start, **{"term_days": "180", **row})

    def bill(
        self, bill_id: str, account_id: str, issued_on: str, due_on: str, amount: str, **values: str
    ) -> str:
        """A bill of a utility, for the period that ends on the day of issue."""
        row = {"period_end": issued_on, "issued_on": issued_on, "due_on": due_on, **values}
        self.group.add("bills", bill_id=bill_id, account_id=account_id, bill_amount=amount, **row)
        return bill_id

    def instalments(
        self, account_id: str, contract_id: str | None, due_days: Sequence[str], amount: str
    ) -> list[str]:
        """Bills of a loan, numbered from 1 and named after the contract or else the account."""
        names = []
        for number, due_on in enumerate(due_days, 1):
            names.append(f"{contract_id or account_id}-{number}")
            self.group.add(
                "bills",
                bill_id=names[-1],
                account_id=account_id,
                contract_id=contract_id,
                period_end=due_on,
                due_on=due_on,
                bill_amount=amount,
            )
        return names

    def pay(self, payment_id: str, account_id: str, paid_at: str, amount: str, **values: str) -> str:
        """Money at noon, unless the time is given; a bill payment unless a type is."""
        moment = paid_at if " " in paid_at else f"{paid_at} 12:00:00"
        row = {"payment_type": "bill", **values}
        self.group.add(
            "payments", payment_id=payment_id, account_id=account_id, paid_at=moment, amount=amount, **row
        )
        return payment_id

    def reverse(self, payment_id: str, account_id: str, paid_at: str, amount: str, target: str) -> str:
        return self.pay(
            payment_id, account_id, paid_at, amount, payment_type="reversal", reverses_payment_id=target
        )

    def attempt(
        self,
        attempt_id: str,
        account_id: str,
        bill_id: str,
        moment: str,
        number: str,
        status: str,
        **values: str,
    ) -> None:
        row = {"method": "e_nach", "amount": "50.00", **values}
        self.group.add(
            "attempts",
            attempt_id=attempt_id,
            account_id=account_id,
            bill_id=bill_id,
            attempted_at=moment,
            attempt_number=number,
            status=status,
            **row,
        )


def monthly(first: str, count: int) -> list[str]:
    """The same day of as many months, all of which have it."""
    year, month, day = (int(part) for part in first.split("-"))
    return [
        f"{year + (month - 1 + index) // 12}-{(month - 1 + index) % 12 + 1:02d}-{day:02d}"
        for index in range(count)
    ]
