"""A small made-up company of utility and loan accounts, full of the ledger's edge cases.

Loans end in every way, at times with money beside them; credit notes name bills, balances are brought
forward, payments are taken back in part, on the same day or after the loan was written off.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Line = dict[str, str]
FIRST = date(2024, 1, 1)
LOADED = "2024-01-01 00:00:00"
REASONS = ("completed", "completed", "written_off", "repossessed", "cancelled", "restructured", "opted_out")
POLICY = {
    "default_after_days": "30",
    "bill_window_after_days": "60",
    "bill_tolerance": "1.00",
    "attribution_window_days": "7",
    "promise_grace_days": "3",
    "retry_cost": "0.50",
    "baseline_first_attempt_rate": "0.6",
}


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


@dataclass
class World:
    """Raw rows by table, drawn from one seed."""

    seed: int
    accounts_count: int = 120
    last_day: int = 240
    tables: dict[str, list[Line]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        for method in ("balance_forward", "open_item"):
            self.add(
                "opcos",
                opco_id=method,
                opco_name=method,
                country_code="KE",
                currency_code="KES",
                timezone="Africa/Nairobi",
                sector="utility",
            )
            # from April on the window opens with the bill
            for valid_from, days in (("2020-01-01", "3"), ("2024-04-01", "")):
                self.add(
                    "policies",
                    opco_id=method,
                    valid_from=valid_from,
                    allocation_method=method,
                    bill_window_before_days=days,
                    **POLICY,
                )
        for number in range(self.accounts_count):
            self.account(f"a{number}")

    def with_tables(self, tables: dict[str, list[Line]]) -> "World":
        """Other rows in place of those that were drawn."""
        self.tables = tables
        return self

    def add(self, table: str, **values: str) -> None:
        self.tables.setdefault(table, []).append({**values, "loaded_at": LOADED})

    def cents(self) -> int:
        """Few round amounts, so that sums meet, and some crooked ones."""
        return self.random.choice([500, 1000, 1000, 1500, 2000, 33, 101])

    def account(self, account_id: str) -> None:
        pick = self.random
        opco = pick.choice(["balance_forward", "open_item"])
        kind = pick.choice(["utility", "loan"])
        self.add(
            "customers",
            customer_id=f"c-{account_id}",
            opco_id=opco,
            is_test="false",
            created_at="2023-01-01",
        )
        self.add(
            "accounts",
            account_id=account_id,
            customer_id=f"c-{account_id}",
            opco_id=opco,
            account_type=kind,
            installed_on=day(0),
            created_at="2023-01-01",
        )
        loans = pick.randint(1, 4) if kind == "loan" else 0
        contracts = [f"k{index}-{account_id}" for index in range(loans)]
        for index, contract_id in enumerate(contracts):
            self.contract(contract_id, account_id, contracts[index - 1] if index else "")
        bills = [
            self.bill(f"b{index:02}-{account_id}", account_id, contracts)
            for index in range(pick.randint(1, 14))
        ]
        paid: list[list[Any]] = []
        for index in range(pick.randint(0, 16)):
            self.payment(f"p{index:02}-{account_id}", account_id, bills, contracts, paid)

    def contract(self, contract_id: str, account_id: str, replaces: str) -> None:
        start = self.random.randint(0, 100)
        ends = self.random.random() < 0.7
        self.add(
            "contracts",
            contract_id=contract_id,
            account_id=account_id,
            product_name="Loan",
            contract_type="loan",
            fulfilled_on=day(start),
            downpayment_days="0",
            ended_on=day(start + self.random.randint(1, 140)) if ends else "",
            end_reason=self.random.choice(REASONS) if ends else "",
            financed_amount="100.00",
            replaces_contract_id=replaces,
        )

    def bill(self, bill_id: str, account_id: str, contracts: list[str]) -> str:
        pick = self.random
        due = pick.randint(5, self.last_day + 30)
        issued = pick.choice(["", "", day(due - pick.randint(0, 20)), day(due + pick.randint(0, 9))])
        kind = pick.random()
        cents = 0 if kind < 0.05 else -self.cents() if kind < 0.14 else self.cents()
        older = [row for row in self.tables.get("bills", []) if row["account_id"] == account_id]
        # a credit note names a bill that came before it
        here = [row["bill_id"] for row in older if (row["issued_on"] or "9") <= (issued or "0")]
        self.add(
            "bills",
            bill_id=bill_id,
            account_id=account_id,
            contract_id=pick.choice(contracts) if contracts and pick.random() < 0.8 else "",
            period_end=day(due - pick.randint(-3, 25)),
            issued_on=issued,
            due_on=day(due),
            bill_amount=f"{cents / 100:.2f}",
            credits_bill_id=pick.choice([*here, ""]) if cents < 0 else "",
            is_opening="true" if not older and pick.random() < 0.2 else "",
        )
        return bill_id

    def payment(
        self,
        payment_id: str,
        account_id: str,
        bills: list[str],
        contracts: list[str],
        paid: list[list[Any]],
    ) -> None:
        pick = self.random
        kind = pick.choice(["bill", "bill", "bill", "instalment", "bonus", "refund", "reversal"])
        on = pick.randint(0, self.last_day + 10)
        cents, reverses = self.cents(), ""
        if kind == "reversal":
            if not paid:
                return
            taken = pick.choice(paid)
            reverses, left, paid_on = taken
            # all of it or a part, at times on the same day
            cents = left if pick.random() < 0.6 else max(1, left // 3)
            on = paid_on + pick.choice([0, *range(1, 60, 7)])
            taken[1] -= cents
            if not taken[1]:
                paid.remove(taken)
        elif kind != "refund":
            paid.append([payment_id, cents, on])
        # few times of day, so that equal ones occur; late at night is the next local day
        time_of_day = pick.choice(["12:00:00", "12:00:00", "22:30:00"])
        self.add(
            "payments",
            payment_id=payment_id,
            account_id=account_id,
            bill_id=pick.choice(bills) if pick.random() < 0.3 and kind != "reversal" else "",
            paid_at=f"{day(on)} {time_of_day}",
            amount=f"{(-cents if kind in ('refund', 'reversal') else cents) / 100:.2f}",
            payment_type=kind,
            contract_id=pick.choice([*contracts, "", ""]) if kind != "reversal" else "",
            reverses_payment_id=reverses,
        )
