"""Water accounts: quarterly bills, full, partial and late payers, and the work to collect."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from demo import contact
from demo.account import DAY, Draft, account, bill_versions, customer, pay
from demo.tables import Action, Bill, Customer
from demo.world import FIRST_DAY, LAST_DAY

PAYERS = ("full",) * 11 + ("late",) * 5 + ("partial",) * 3 + ("poor",)
METHODS = ("card", "bank_transfer", "cash")


def live(draft: Draft) -> None:
    rng = draft.rng
    early = draft.chance(0.7)
    installed = draft.day(FIRST_DAY, date(2022, 6, 30) if early else date(2025, 9, 30))
    holder = customer(draft, installed)
    row = account(draft, holder, "utility", installed)
    payer = PAYERS[draft.index % len(PAYERS)] if draft.index < 20 else rng.choice(PAYERS)
    if holder.is_vulnerable or holder.income_band == "low":
        payer = payer if draft.chance(0.9) else "poor"
    begin, months = installed, 3 if draft.chance(0.85) else 6
    debt = bring_forward(draft, installed) if draft.index in {9, 10} or draft.chance(0.03) else 0
    if draft.index in {7, 8} or draft.chance(0.02):  # a connection given up
        row.closed_on = draft.day(date(2024, 1, 1), date(2025, 6, 30))
    while row.closed_on is None or begin < row.closed_on:
        end = month_end(begin, months)
        if end > LAST_DAY - DAY * 3:
            break
        bill = issue(draft, begin, end, row.tariff or "flat")
        if bill.bill_amount > 0:
            debt = settle(draft, bill, holder, payer, debt)
            if draft.chance(0.008):
                debt -= correct(draft, bill)
        begin = end + DAY
    if draft.chance(0.15):
        contact.campaigns(draft, installed, holder.language)


def bring_forward(draft: Draft, installed: date) -> int:
    """What was owed when the system took over, as one bill."""
    amount = draft.rng.randint(20, 90) * 100
    due = installed - DAY * draft.rng.randint(20, 120)
    draft.rows.append(
        Bill(
            bill_id=draft.id("B"),
            account_id=draft.account_id,
            period_end=due - DAY * 21,
            issued_on=installed,
            due_on=due,
            bill_amount=amount,
            is_opening=True,
            loaded_at=draft.loaded_day(installed),
        )
    )
    return amount


def correct(draft: Draft, bill: Bill) -> int:
    """A credit note that names the bill which it corrects."""
    day = bill.due_on - DAY * draft.rng.randint(1, 9)
    if day > LAST_DAY:
        return 0
    amount = int(bill.bill_amount) // 4
    draft.rows.append(
        Bill(
            bill_id=draft.id("B"),
            account_id=draft.account_id,
            period_start=bill.period_start,
            period_end=bill.period_end,
            issued_on=day,
            due_on=day,
            bill_amount=-amount,
            credits_bill_id=bill.bill_id,
            loaded_at=draft.loaded_day(day),
        )
    )
    return amount


def month_end(begin: date, months: int) -> date:
    index = begin.year * 12 + begin.month - 1 + months
    return date(index // 12, index % 12 + 1, 1) - DAY


def issue(draft: Draft, begin: date, end: date, tariff: str) -> Bill:
    rng = draft.rng
    days = (end - begin).days + 1
    summer = 1.25 if end.month in {6, 7, 8, 9} else 1.0
    usage = Decimal(round(days * rng.uniform(0.12, 0.55) * summer * 100)) / 100
    price = {"metered": 390, "flat": 300, "social": 180}[tariff]
    amount = round(float(usage) * price) + days * 12
    luck = rng.random()
    if luck < 0.01 or (draft.index in {3, 4} and end.month == 9):
        amount = -rng.randint(500, 4000)  # a credit note after a wrong reading
    elif luck < 0.02 or (draft.index in {5, 6} and end.month == 9):
        amount, usage = 0, Decimal(0)
    issued = end + DAY * rng.randint(2, 6)
    bill = Bill(
        bill_id=draft.id("B"),
        account_id=draft.account_id,
        period_start=begin,
        period_end=end,
        issued_on=None if issued > LAST_DAY or draft.chance(0.03) else issued,
        due_on=issued + DAY * rng.choice((14, 21, 21, 28)),
        bill_amount=amount,
        usage_quantity=usage if tariff == "metered" else None,
        loaded_at=draft.loaded_day(min(issued, LAST_DAY)),
    )
    bill_versions(draft, bill)
    return bill


def take(draft: Draft, bill: Bill, day: date, amount: int, method: str | None = None) -> int:
    """Money for a bill, if the day lies within the demo; half of the payments name it."""
    if day > LAST_DAY or amount <= 0:
        return 0
    named = bill.bill_id if draft.chance(0.5) else None
    kind = "bonus" if draft.chance(0.01) else "instalment" if draft.chance(0.003) else "bill"
    pay(draft, day, amount, kind, bill=named, method=method or draft.rng.choice(METHODS))
    return amount


def settle(draft: Draft, bill: Bill, holder: Customer, payer: str, debt: int) -> int:
    """What happens to one bill; returns the account's debt after it."""
    rng, due = draft.rng, bill.due_on
    amount = int(bill.bill_amount)
    owed = debt + amount
    if holder.prefers_direct_debit and payer != "poor":
        return owed - take(draft, bill, due, amount, "direct_debit")
    if payer == "full" or (payer == "late" and draft.chance(0.4)):
        return owed - take(draft, bill, due - DAY * rng.randint(-2, 12), owed)
    if payer == "late":
        chase(draft, bill, owed)
        return owed - take(draft, bill, due + DAY * rng.randint(8, 66), owed)
    if payer == "partial":
        share = round(owed * rng.choice((0.3, 0.5, 0.8)))
        left = owed - take(draft, bill, due + DAY * rng.randint(-5, 20), share)
        left -= chase(draft, bill, left)
        return left - (take(draft, bill, due + DAY * rng.randint(25, 58), left) if draft.chance(0.7) else 0)
    return (
        owed
        - chase(draft, bill, owed)
        - (take(draft, bill, due + DAY * rng.randint(5, 100), amount) if draft.chance(0.25) else 0)
    )


def chase(draft: Draft, bill: Bill, owed: int) -> int:
    """Reminder, calls, promise, arrangement, restriction; returns what came in by promise."""
    rng, due, paid = draft.rng, bill.due_on, 0
    ref = bill.bill_id if draft.chance(0.6) else None
    contact.act(draft, due + DAY * 7, rng.choice(("letter", "email", "reminder")), bill=ref)
    for wait in (18, 27):
        if draft.chance(0.6) and not paid:
            paid += keep(draft, bill, contact.act(draft, due + DAY * wait, "call", bill=ref, owed=owed))
    if contact.is_holdout(draft):
        return paid
    if owed > 15000 and not paid and draft.chance(0.35):
        paid += arrange(draft, bill, due + DAY * 40, owed)
    elif owed > 25000 and draft.chance(0.4):
        contact.act(draft, due + DAY * 65, "disconnection", bill=ref)
    return paid


def keep(draft: Draft, bill: Bill, call: Action | None) -> int:
    """A promise is kept, kept in part, or broken; other outcomes may bring money at once."""
    if call is None or call.is_holdout:
        return 0
    if call.promised_for is not None and call.promised_amount is not None:
        luck = draft.rng.random()
        if luck < 0.55:
            day = call.promised_for - DAY * draft.rng.randint(0, 1)
            return take(draft, bill, day, call.promised_amount)
        return take(draft, bill, call.promised_for, call.promised_amount // 3) if luck < 0.7 else 0
    if call.new_status in {"partial_payment", "instalment_payment"}:
        return take(draft, bill, call.action_at.date() + DAY, bill.bill_amount // 3, "card")
    if call.new_status == "payment_in_full":
        return take(draft, bill, call.action_at.date() + DAY, bill.bill_amount, "card")
    return 0


def arrange(draft: Draft, bill: Bill, day: date, owed: int) -> int:
    """A plan of four monthly instalments; two in five are broken."""
    contact.act(draft, day, "arrangement_agreed", bill=bill.bill_id)
    good = 4 if draft.chance(0.6) else draft.rng.randint(0, 2)
    if good < 4:
        contact.act(draft, day + DAY * (30 * good + 45), "arrangement_broken", bill=bill.bill_id)
    return sum(take(draft, bill, day + DAY * 30 * (i + 1), owed // 4, "card") for i in range(good))
