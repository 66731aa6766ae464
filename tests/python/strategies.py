"""Random nasty portfolios: one opco each, small, and packable into one build by prefix.

Everything is drawn as small numbers and picks from short lists whose first entry is the
dullest, so that a failing portfolio shrinks to few accounts, early days and plain rows.
"""

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from strategies_contracts import ContractRows
from strategies_dirt import spoil
from strategies_rows import (
    AMOUNTS,
    AS_OF,
    BASE,
    CURRENCIES,
    EARLY,
    KNOWN_AT,
    SPECIAL,
    ZONES,
    Chooser,
    HypothesisChooser,
    Line,
    Portfolio,
    RandomChooser,
    iso,
    money,
    pack,
)

__all__ = [
    "AS_OF",
    "BASE",
    "KNOWN_AT",
    "Line",
    "Portfolio",
    "pack",
    "portfolio",
    "random_portfolio",
]


class Builder(ContractRows):
    """Draws an opco from the top down; each method draws the rows of one table."""

    def opco(self) -> str:
        self.zone = self.pick(ZONES)
        opco_id = f"{self.prefix}opco"
        self.add(
            "opcos",
            EARLY,
            opco_id=opco_id,
            opco_name="Opco",
            country_code="KE",
            currency_code=self.word(self.pick(CURRENCIES * 4 + ("XOF",))),
            timezone=self.zone,
            sector=self.word(self.pick(("payg", "utility", "lending"))),
        )
        firsts = self.chooser.numbers(0, 400, 1, 3)
        method = self.pick(("balance_forward", "open_item"))
        for index, first in enumerate(firsts):
            self.add(
                "policies",
                EARLY if index == 0 else None,
                opco_id=opco_id,
                valid_from=(BASE + timedelta(days=first)).isoformat(),
                default_after_days=str(self.pick((30, 60, 7, 1, 0, 90))),
                bill_window_before_days=self.pick(("3", "0", "10", None)),
                bill_window_after_days=str(self.pick((60, 10, 30))),
                bill_tolerance="1.00",
                allocation_method=self.word(
                    method if index == 0 else self.pick(("balance_forward", "open_item"))
                ),
                attribution_window_days="7",
                promise_grace_days="3",
                retry_cost="1",
                baseline_first_attempt_rate="0.6",
            )
        return opco_id

    def shops(self, opco_id: str) -> list[str]:
        return [
            str(
                self.add(
                    "shops",
                    shop_id=self.key("s"),
                    opco_id=opco_id,
                    shop_name="Shop",
                    region=self.pick(("North", "South")),
                    territory=self.pick((None, "T1", "")),
                )["shop_id"]
            )
            for _ in range(self.number(0, 2))
        ]

    def customer(self, opco_id: str) -> str:
        row = self.add(
            "customers",
            customer_id=self.key("c"),
            opco_id=opco_id,
            customer_name=self.pick(("Ann", None)),
            language=self.pick(("en", None)),
            customer_status=self.pick(("active", None)),
            is_test=self.pick(("false", "no", "0", "F", "f", "No") * 3 + ("true", "Yes")),
            created_at="2023-10-01 00:00:00",
        )
        for _ in range(self.number(0, 1)):
            self.add(
                "bank_transactions",
                transaction_id=self.key("z"),
                customer_id=row["customer_id"],
                booked_at="2024-02-29 23:30:00",
                amount="-5.00",
                balance_after="100.5",
                category=self.pick((None, "salary")),
            )
        return str(row["customer_id"])

    def account(self, opco_id: str, customer_id: str, shops: list[str]) -> None:
        account_type = self.pick(("payg", "payg", "utility", "loan"))
        installed: int | None = self.pick((self.number(0, 300), *SPECIAL, 430, None))
        row = self.add(
            "accounts",
            account_id=self.key("a"),
            customer_id=customer_id,
            opco_id=opco_id,
            shop_id=self.pick((*shops, None, f"{self.prefix}noshop")),
            account_type=self.word(account_type),
            installed_on=None if installed is None else iso(installed),
            cu_type=self.pick(("B50", None)),
            subsidy=self.pick(("yes", None, "")),
            region=self.pick(("East", None)),
            closed_on=self.pick((None, None, iso((installed or 0) + self.pick((0, 40, 90, 200))))),
            created_at="2024-01-01",
        )
        account_id = str(row["account_id"])
        spans, opening = self.contracts(account_id, account_type, installed or 0)
        # what came before an opening is in the opening
        anchors = [(installed or 0) if opening is None else opening + 2] + [
            offset
            for _, start, end in spans
            for offset in (start, end)
            if offset is not None and (opening is None or offset > opening)
        ]
        loans = [contract_id for contract_id, _, _ in spans]
        bills = self.bills(account_id, account_type, loans, anchors)
        self.payments(account_id, loans, bills, anchors)
        self.device(account_id, anchors)
        self.messages(account_id, bills, anchors)
        for name in ("provider", "sex"):
            if self.pick((True, False)):
                value = self.pick(("a", "b", "unknown"))
                self.add("segments", account_id=account_id, segment_name=name, segment_value=value)

    def bills(
        self, account_id: str, account_type: str, contracts: list[str], anchors: list[int]
    ) -> list[str]:
        if account_type == "payg":
            return []
        bill_ids: list[str] = []
        before: list[Line] = []
        period_end = self.pick(anchors)
        for _ in range(self.number(0, 6)):
            period_end += self.pick((30, 31, 0, 7, 60, -10))
            due = period_end + self.pick((14, 0, 30, -5))
            issued = self.pick((None, period_end, due + 3, due - 40, due, due + 90))
            cents = self.pick((1000, 2500, 333, 1, 12000, 0, -500, -1000))
            # a credit note names a bill that came before it
            here = [row["bill_id"] for row in before if str(row["issued_on"]) <= iso(issued or 0)]
            bill_ids.append(self.key("b"))
            row = self.add(
                "bills",
                bill_id=bill_ids[-1],
                account_id=account_id,
                contract_id=self.pick((*contracts, None, f"{self.prefix}nok")),
                period_end=iso(period_end),
                issued_on=None if issued is None else iso(issued),
                due_on=iso(due),
                bill_amount=money(cents),
                credits_bill_id=self.pick((*here, None, None)) if cents < 0 else None,
                is_opening=self.pick(("true", None, None, None)) if len(bill_ids) == 1 else None,
            )
            if row["issued_on"] is not None:
                before.append(row)
        return bill_ids

    def payments(self, account_id: str, contracts: list[str], bills: list[str], anchors: list[int]) -> None:
        kinds = ("instalment", "instalment", "bill", "bonus", "downpayment", "refund")
        strangers = [str(row["contract_id"]) for row in self.tables["contracts"]]
        for _ in range(self.number(0, 12)):
            offset = self.pick(anchors) + self.number(-2, 60)
            kind = self.pick(kinds)
            cents = self.pick(AMOUNTS) * (-1 if kind == "refund" else 1)
            reversals: tuple[tuple[int, ...], ...] = ((),) * 12
            reversals += ((1,), (200,), (0,), (5, 9), (0, 30)) if cents > 0 else ((1,),)
            part = self.pick((1, 1, 2, 3))
            row = self.add(
                "payments",
                payment_id=self.key("p"),
                account_id=account_id,
                contract_id=self.pick((None, *contracts, *strangers[:1], f"{self.prefix}nok")),
                bill_id=self.pick((None, *bills, f"{self.prefix}nob")),
                paid_at=self.moment(BASE + timedelta(days=offset)),
                amount=money(cents),
                payment_type=self.word(kind),
            )
            for delay in self.pick(reversals):
                self.add(
                    "payments",
                    row["loaded_at"],
                    payment_id=self.key("p"),
                    account_id=account_id,
                    paid_at=self.moment(BASE + timedelta(days=offset + delay)),
                    amount=money(
                        -(abs(cents) // part or 1) if self.pick((True,) * 5 + (False,)) else -cents - 1
                    ),
                    payment_type=self.word("reversal"),
                    reverses_payment_id=row["payment_id"],
                )


def build_portfolio(chooser: Chooser, prefix: str) -> Portfolio:
    """One opco with one to four accounts; all of its ids begin with the prefix."""
    builder = Builder(chooser, prefix)
    opco_id = builder.opco()
    shops = builder.shops(opco_id)
    customers = [builder.customer(opco_id) for _ in range(builder.number(1, 2))]
    for _ in range(builder.number(1, 4)):
        builder.account(opco_id, builder.pick(customers), shops)
    spoil(chooser, prefix, builder.tables)
    return builder.tables


@st.composite
def portfolio(draw: Any, prefix: str) -> Portfolio:
    """A portfolio for Hypothesis to draw and to shrink."""
    return build_portfolio(HypothesisChooser(draw), prefix)


def random_portfolio(seed: int, prefix: str) -> Portfolio:
    """A portfolio from a seed."""
    return build_portfolio(RandomChooser(Random(seed)), prefix)
