"""The bank account of a borrower over the last eight months: salary, spending, debits."""

from __future__ import annotations

import heapq
from datetime import date, datetime, timedelta

from demo.account import Draft
from demo.tables import BankTransaction
from demo.utility import month_end
from demo.world import LAST_DAY

SINCE = date(2025, 5, 1)
SPENDING = (("rent", "RENT UPI"), ("groceries", "KIRANA STORE"), ("fuel", "FUEL PUMP"), (None, "ATM WDL"), ("utilities", "POWER BILL"))  # fmt: skip


class BankBook:
    """Plans salary and spending ahead and books them in order; debits come in between."""

    def __init__(self, draft: Draft, emi: int, comfortable: bool) -> None:
        rng = draft.rng
        self.draft = draft
        self.planned: list[tuple[datetime, int, str, str | None]] = []
        salary = round(emi * rng.uniform(2.4, 4.0) if comfortable else emi * rng.uniform(1.1, 2.2))
        self.balance = round(salary * rng.uniform(0.3, 1.2))
        salary_day = rng.choice((1, 1, 2, 5, 7, 28, 31))
        style = "gig" if draft.index % 9 == 4 else "tagged" if draft.chance(0.6) else "narrated"
        first = 5 if draft.index % 14 != 13 else 11  # an account opened in November
        for month in range(first, 13):
            last = month_end(date(2025, month, 1), 1).day
            for day, amount, words, category in self.income(style, salary, salary_day):
                self.plan(date(2025, month, min(last, max(1, day))), amount, words, category)
            for _ in range(rng.randint(8, 14) if draft.dense else rng.randint(1, 3)):
                spent, words = rng.choice(SPENDING)
                self.plan(date(2025, month, rng.randint(1, last)), -round(salary * rng.uniform(0.02, 0.16)), words, spent)  # fmt: skip

    def income(self, style: str, salary: int, day: int) -> list[tuple[int, int, str, str | None]]:
        rng = self.draft.rng
        if style == "gig":
            return [
                (rng.randint(1, 31), round(salary * rng.uniform(0.1, 0.8)), "UPI CR CUSTOMER", None)
                for _ in range(rng.randint(1, 3))
            ]
        amount = round(salary * rng.uniform(0.97, 1.03))
        day = day if self.draft.chance(0.6) else day + rng.randint(-1, 3)
        if style == "tagged":
            return [(day, amount, "NEFT CR DEMO TRADERS", "salary")]
        return [(day, amount, "SALARY DEMO TRADERS PVT", None)]

    def plan(self, day: date, amount: int, words: str, category: str | None) -> None:
        moment = self.draft.utc(day, self.draft.rng.randint(4 * 3600, 22 * 3600))
        heapq.heappush(self.planned, (moment, amount, words, category))

    def balance_at(self, moment: datetime) -> int | None:
        """The balance known at that moment; none before the book begins."""
        if moment.date() < SINCE:
            return None
        while self.planned and self.planned[0][0] < moment:
            when, amount, words, category = heapq.heappop(self.planned)
            if amount < 0:
                amount = max(amount, -round(self.balance * 0.6))
            if amount:
                self.book(when, amount, words, category)
        return self.balance

    def debit(self, moment: datetime, amount: int, words: str) -> None:
        if moment.date() >= SINCE:
            self.book(moment, -amount, words, "emi")

    def book(self, moment: datetime, amount: int, words: str, category: str | None) -> None:
        self.balance += amount
        self.draft.rows.append(
            BankTransaction(
                transaction_id=self.draft.id("K"),
                customer_id=self.draft.customer_id,
                booked_at=moment,
                amount=amount,
                balance_after=self.balance,
                category=category,
                narration=words,
                loaded_at=moment + timedelta(hours=6),
            )
        )

    def close(self) -> None:
        self.balance_at(self.draft.utc(LAST_DAY, 86399))
