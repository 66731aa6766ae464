"""Random nasty portfolios: one opco each, small, and packable into one build by prefix.

Everything is drawn as small numbers and picks from short lists whose first entry is the
dullest, so that a failing portfolio shrinks to few accounts, early days and plain rows.
"""

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from strategies_dirt import spoil
from strategies_rows import (
    AMOUNTS,
    AS_OF,
    BASE,
    CURRENCIES,
    DOWNPAYMENT_DAYS,
    EARLY,
    KNOWN_AT,
    NAMES,
    RATES,
    REASONS,
    SPECIAL,
    ZONES,
    Chooser,
    HypothesisChooser,
    Line,
    Portfolio,
    RandomChooser,
    Rows,
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


class Builder(Rows):
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
            currency_code=self.word(self.pick(CURRENCIES)),
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
                bill_window_before_days=str(self.pick((3, 0, 10))),
                bill_window_after_days=str(self.pick((60, 10, 30))),
                bill_tolerance="1.00",
                allocation_method=self.word(
                    method if index == 0 else self.pick(("balance_forward", "open_item"))
                ),
                attribution_window_days="7",
                promise_grace_days="3",
                retry_cost="0.50",
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
            created_at="2024-01-01",
        )
        account_id = str(row["account_id"])
        spans = self.contracts(account_id, account_type, installed or 0)
        anchors = [installed or 0] + [
            offset for _, start, end in spans for offset in (start, end) if offset is not None
        ]
        loans = [contract_id for contract_id, _, _ in spans]
        bills = self.bills(account_id, account_type, loans, anchors)
        self.payments(account_id, loans, bills, anchors)
        self.device(account_id, anchors)
        self.messages(account_id, bills, anchors)

    def contracts(
        self, account_id: str, account_type: str, installed: int
    ) -> list[tuple[str, int | None, int | None]]:
        """A chain: each contract starts relative to the one before it."""
        kinds = {
            "payg": ("payg", "payg", "payg", "upfront", "service"),
            "loan": ("loan", "loan", "upfront"),
            "utility": ("service", "service", "upfront"),
        }[account_type]
        kinds = self.pick((kinds,) * 7 + (("upfront",),))
        spans: list[tuple[str, int | None, int | None]] = []
        start = installed
        for _ in range(self.pick((1, 2, 3, 1, 2, 3, 4, 0))):
            kind = self.pick(kinds)
            start += self.pick((0, 0, 1, 3, 20, -2, -40))
            length = self.pick((None, 30, 5, 1, 0, 90, 200, 40, None, 60, 20, 35, None, 10, -1))
            fulfilled = self.pick((True,) * 7 + (False,))
            rates = RATES if kind == "payg" else (*RATES, 0, None)
            rate = self.pick(rates)
            financed = self.pick((10000, 3333, 500, 0, None))
            contract_id = self.key("k")
            end = None if length is None else start + length
            self.add(
                "contracts",
                contract_id=contract_id,
                account_id=account_id,
                product_name=self.pick(NAMES),
                product_category=self.pick((None, "tv", "solar")),
                product_tags=self.pick((None, "ESF", "new|esf", "esf2", "a| ESF ")),
                contract_type=self.word(kind),
                fulfilled_on=iso(start) if fulfilled else None,
                downpayment_amount=self.pick((None, "10.00", "0")),
                downpayment_paid_on=self.pick((None, iso(start))),
                downpayment_days=str(self.pick(DOWNPAYMENT_DAYS)),
                daily_rate=None if rate is None else money(rate),
                financed_amount=None if financed is None else money(financed),
                ended_on=None if end is None else iso(end),
                end_reason=None if end is None else self.word(self.pick(REASONS)),
            )
            spans.append((contract_id, start if fulfilled else None, end))
            # The next one starts where this one ended (an upgrade), or beside it.
            if end is not None and self.pick((True, True, False)):
                start = end
        return spans

    def bills(
        self, account_id: str, account_type: str, contracts: list[str], anchors: list[int]
    ) -> list[str]:
        if account_type == "payg":
            return []
        bill_ids = []
        period_end = self.pick(anchors)
        for _ in range(self.number(0, 6)):
            period_end += self.pick((30, 31, 0, 7, 60, -10))
            due = period_end + self.pick((14, 0, 30, -5))
            issued = self.pick((None, period_end, due + 3, due - 40, due))
            bill_ids.append(self.key("b"))
            self.add(
                "bills",
                bill_id=bill_ids[-1],
                account_id=account_id,
                contract_id=self.pick((*contracts, None, f"{self.prefix}nok")),
                period_end=iso(period_end),
                issued_on=None if issued is None else iso(issued),
                due_on=iso(due),
                bill_amount=money(self.pick((1000, 2500, 333, 1, 12000, 0, -500))),
            )
        return bill_ids

    def payments(self, account_id: str, contracts: list[str], bills: list[str], anchors: list[int]) -> None:
        kinds = ("instalment", "instalment", "bill", "bonus", "downpayment", "refund")
        strangers = [str(row["contract_id"]) for row in self.tables["contracts"]]
        for _ in range(self.number(0, 12)):
            offset = self.pick(anchors) + self.number(-2, 60)
            kind = self.pick(kinds)
            cents = self.pick(AMOUNTS) * (-1 if kind == "refund" else 1)
            reversals = ((),) * 12 + (((1,), (200,), (0,), (5, 9)) if cents > 0 else ((1,),))
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
                    amount=money(-cents if self.pick((True,) * 5 + (False,)) else -cents - 1),
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
