"""Random borrowers: a loan or two, a bank account, attempts and decisions, made to meet the edges."""

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

AS_OF = date(2024, 3, 31)
LOADED = "2022-12-01 00:00:00"
ZONES = ("UTC", "Asia/Kolkata", "America/Sao_Paulo")
METHODS = ("e_nach", "upi_autopay", "manual", "card", "other")
# Days before as_of: ends and starts of months, 29 February, the edges of the six months.
BACK = (0, 1, 2, 5, 15, 30, 31, 32, 45, 60, 90, 91, 121, 152, 182, 183, 184, 200)
Line = dict[str, str | None]
Raw = dict[str, list[Line]]
TABLES = ("opcos", "policies", "customers", "accounts", "contracts", "bills", "payments", "attempts",
          "bank_transactions", "decisions")  # fmt: skip


def day(back: int) -> str:
    """A date so many days before as_of; negative lies ahead."""
    return (AS_OF - timedelta(days=back)).isoformat()


def money(cents: int) -> str:
    """Cents as text."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def new_raw() -> Raw:
    """Three opcos with both methods of allocation and a policy change in the middle."""
    raw: Raw = {table: [] for table in TABLES}
    for index, method in enumerate(("balance_forward", "open_item", "balance_forward")):
        opco_id = f"o{index}"
        raw["opcos"].append(
            dict(
                opco_id=opco_id,
                opco_name="Opco",
                country_code="IN",
                currency_code="INR",
                timezone=ZONES[index],
                sector="lending",
                loaded_at=LOADED,
            )
        )
        for first, cost, baseline in (("2023-01-01", "40.00", "0.3"), ("2024-01-01", "50.00", "0.45")):
            raw["policies"].append(
                dict(
                    opco_id=opco_id,
                    valid_from=first,
                    default_after_days="90",
                    bill_window_before_days="3",
                    bill_window_after_days="60",
                    bill_tolerance="1.00",
                    allocation_method=method,
                    attribution_window_days="7",
                    promise_grace_days="2",
                    retry_cost=cost,
                    baseline_first_attempt_rate=baseline,
                    loaded_at=LOADED,
                )
            )
    return raw


class Borrower:
    """Adds the rows of one customer, with ids of its own, to the raw tables."""

    def __init__(self, raw: Raw, number: int, draw: Any) -> None:
        self.raw, self.draw, self.name = raw, draw, f"c{number}"
        self.count = 0
        opco = self.pick((0, 1, 2))
        self.opco = f"o{opco}"

    def pick(self, values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def number(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def add(self, table: str, **values: str | None) -> None:
        self.raw[table].append({**values, "loaded_at": LOADED})

    def next_id(self, kind: str) -> str:
        self.count += 1
        return f"{self.name}{kind}{self.count}"

    def moment(self, back: int) -> str:
        """A time of that day; some lie on the next or previous day of the local clock."""
        return f"{day(back)} {self.pick(('08:00:00', '02:30:00', '20:00:00', '12:15:00'))}"

    def live(self) -> None:
        self.add("customers", customer_id=self.name, opco_id=self.opco, is_test="false",
                 created_at="2022-12-01")  # fmt: skip
        for _ in range(self.pick((1, 1, 2))):
            self.loan()
        if self.pick((True, True, True, False)):
            self.bank()

    def loan(self) -> None:
        account, contract = self.next_id("a"), self.next_id("k")
        started = self.pick((260, 200, 62, 31, 5))
        ended = self.pick((None, None, None, None, 0, 40, -1))
        installed = self.pick((*[day(started)] * 15, None))
        self.add("accounts", account_id=account, customer_id=self.name, opco_id=self.opco,
                 account_type="loan", installed_on=installed, created_at="2022-12-01")  # fmt: skip
        self.add("contracts", contract_id=contract, account_id=account, product_name="Loan",
                 contract_type="loan", fulfilled_on=day(started - self.pick((0, 0, 10))),
                 downpayment_days="0", ended_on=None if ended is None else day(min(ended, started - 10)),
                 end_reason=None if ended is None else "written_off")  # fmt: skip
        emi = self.pick((10000, 5000, 333))
        first = self.pick((150, 92, 31, 0, -1))
        for k in range(self.number(1, 7)):
            due = first - 30 * k
            bill = self.next_id("b")
            self.add("bills", bill_id=bill, account_id=account,
                     contract_id=self.pick((contract, contract, None)), period_end=day(due),
                     issued_on=self.pick((day(due + 10), None)), due_on=day(due),
                     bill_amount=money(self.pick((emi, emi, emi, 0, -500))))  # fmt: skip
            self.collect(account, bill, due, emi)
            self.decide(bill, due)

    def collect(self, account: str, bill: str, due: int, emi: int) -> None:
        back = due
        for attempt in range(1, self.pick((1, 2, 2, 3, 5))):
            status = self.pick(("success", "failed", "failed", "pending"))
            self.add("attempts", attempt_id=self.next_id("t"), account_id=account,
                     bill_id=self.pick((bill, bill, bill, None)), attempted_at=self.moment(back),
                     attempt_number=str(attempt), amount=money(emi), method=self.pick(METHODS),
                     status=status)  # fmt: skip
            if status == "success":
                self.pay(account, bill, back, emi)
                break
            back -= self.pick((1, 2, 5, 0))
        if self.pick((True, False, False, False)):
            self.pay(account, bill, due - self.pick((0, -3, 1, 9, -40)), emi)

    def pay(self, account: str, bill: str, back: int, emi: int) -> None:
        payment, amount = self.next_id("p"), self.pick((emi, emi, emi, emi // 2, emi + 700))
        self.add("payments", payment_id=payment, account_id=account, bill_id=self.pick((bill, None)),
                 paid_at=self.moment(back), amount=money(amount),
                 payment_type=self.pick(("instalment", "instalment", "bill", "bonus")))  # fmt: skip
        if self.pick((True, False, False, False, False)):
            self.add("payments", payment_id=self.next_id("r"), account_id=account,
                     paid_at=f"{day(back - self.pick((2, 60)))} 23:00:00", amount=money(-amount),
                     payment_type="reversal", reverses_payment_id=payment)  # fmt: skip

    def decide(self, bill: str, due: int) -> None:
        moment = self.moment(self.pick((0, 1, 5, -1)))
        for _ in range(self.pick((0, 0, 0, 1, 2))):
            self.add(
                "decisions",
                decision_id=self.next_id("d"),
                decided_by="collector",
                decided_at=self.pick((moment, moment, self.moment(3))),
                bill_id=bill,
                decision_type=self.pick(("reschedule", "reschedule", "attempt")),
                reason="asked",
                rescheduled_for=self.pick((day(-4), day(-9), day(-100), day(0), day(5), None)),
            )

    def bank(self) -> None:
        balance = self.pick((20000, 5000, 0, -3000, -60000, 100000))
        style = self.pick(("named", "named", "worded", "plain", "none"))
        salary_day, salary = self.pick((1, 15, 28, 30, 31)), self.pick((25000, 9000, 101))
        regular = self.pick((True, True, True, False))
        rows: list[tuple[int, int, str | None, str | None]] = []
        if self.pick((True, False, False, False, False, False)):  # money stays for a few days a month
            for back in (6, 36, 66, 96, 126):
                rows += [(back, 500000, "TRANSFER", None), (back - 3, -500000, "TRANSFER", None)]
        if style != "none":
            for month in range(self.pick((1, 2, 3, 6, 6, 8))):
                wild = self.pick((1, 1, 3)) if regular else self.pick((1, 2, 5))
                amount = salary * wild + self.pick((0, 0, 1, 300, -40))
                first = AS_OF.replace(day=1)
                for _ in range(month):
                    first = (first - timedelta(days=1)).replace(day=1)
                shift = self.pick((0, 0, 0, 1, -1)) if regular else self.pick((0, 9, -9, 14, -14))
                number = min(salary_day + shift, 31)
                moved = min(first + timedelta(days=max(number, 1) - 1), AS_OF)
                words = "ACH SALARY MARCH" if style == "worded" else self.pick((None, "SALARYMAN BAR"))
                rows.append(((AS_OF - moved).days, amount, words, "salary" if style == "named" else None))
        for _ in range(self.pick((0, 3, 10, 25))):
            rows.append(
                (self.pick(BACK) - self.pick((0, 0, -1)), -self.pick((100, 250, 10000, 333, 7)), None, None)
            )
        if self.pick((True, False)):
            start, each = self.pick((183, 40)), self.pick((100, 333))
            rows += [(back, -each, None, "food") for back in range(start, 0, -1)]
        for back, amount, words, category in sorted(rows, key=lambda r: -r[0]):
            balance += amount
            self.add("bank_transactions", transaction_id=self.next_id("x"), customer_id=self.name,
                     booked_at=self.moment(back), amount=money(amount), balance_after=money(balance),
                     category=category, narration=words)  # fmt: skip


@st.composite
def portfolios(draw: Any, most: int = 40) -> Raw:
    """Many borrowers in one set of raw tables."""
    raw = new_raw()
    for number in range(draw(st.integers(1, most))):
        Borrower(raw, number, draw).live()
    return raw


class FixedBorrower(Borrower):
    """A borrower that a random generator draws, for portfolios that are the same in every run."""

    def __init__(self, raw: Raw, number: int, random: Random) -> None:
        self.random = random
        super().__init__(raw, number, None)

    def pick(self, values: Any) -> Any:
        return self.random.choice(values)

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)


def fixed_portfolio(seed: int, borrowers: int) -> Raw:
    """As many random borrowers, always the same for one seed."""
    raw, random = edge_borrowers(new_raw()), Random(seed)
    for number in range(borrowers):
        FixedBorrower(raw, number, random).live()
    return raw


def edge_borrowers(raw: Raw) -> Raw:
    """Borrowers whose measures lie next to a threshold, which chance seldom draws."""
    steady = [
        (f"{month}-28", 50000) for month in ("2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03")
    ]
    swaying = ["2023-10-01", "2023-11-02", "2023-12-11", "2024-01-21", "2024-02-22", "2024-03-12"]
    days = [(AS_OF - timedelta(days=back)).isoformat() for back in range(183, -1, -1)]
    edges: dict[str, tuple[int, int, list[tuple[str, int]]]] = {
        "thin": (10000, 7000, [("2023-10-01", 1)]),
        "poor_before_salary": (10000, 5000, steady),
        "enough_before_salary": (10000, 10000, steady),
        "irregular": (10000, 5000, [(day, 10000 + 10000 * (i % 2)) for i, day in enumerate(swaying)]),
        "wild": (10000, 5000, [(day, 10000 + 80000 * (i % 2)) for i, day in enumerate(swaying)]),
        "spends_daily": (9000, 10000, [(day, -100) for day in days]),
    }
    for name, (emi, last_balance, bookings) in edges.items():
        own: Line = {"customer_id": name, "opco_id": "o0", "created_at": "2022-12-01", "loaded_at": LOADED}
        raw["customers"].append({**own, "is_test": "false"})
        raw["accounts"].append(
            {**own, "account_id": name, "account_type": "loan", "installed_on": "2023-01-01"}
        )
        raw["bills"].append(
            {"bill_id": name, "account_id": name, "period_end": "2024-04-20", "due_on": "2024-04-20",
             "bill_amount": money(emi), "loaded_at": LOADED}
        )  # fmt: skip
        balance = last_balance - sum(amount for _, amount in bookings)
        for index, (booked_on, amount) in enumerate(bookings):
            balance += amount
            raw["bank_transactions"].append(
                {
                    "transaction_id": f"{name}{index}",
                    "customer_id": name,
                    "booked_at": f"{booked_on} 08:00:00",
                    "amount": money(amount),
                    "balance_after": money(balance),
                    "loaded_at": LOADED,
                    "category": "salary" if amount > 0 else None,
                }
            )
    return raw
