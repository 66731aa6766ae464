"""Loans: instalments as bills, debit attempts with retries, bank accounts, people's decisions."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from demo import contact
from demo.account import (
    DAY,
    Draft,
    account,
    bill_versions,
    contract_versions,
    customer,
    pay,
)
from demo.bank import BankBook
from demo.tables import Attempt, Bill, Contract, Decision
from demo.utility import month_end
from demo.world import LAST_DAY

ATTEMPTS_SINCE = date(2025, 1, 1)
WRONG_NUMBERS, LOST_MONEY = 30, 36  # which accounts show what banks do
# how common each life of a loan is; the first accounts live each once
FATES = {
    "runs": 56, "struggles": 12, "written_off": 2, "prepaid": 6, "short": 14, "cancelled": 2, "just_begun": 6,
    "defaults": 0.6, "restructured": 1, "recovered": 1, "unregistered": 0, "taken_over": 0,
}  # fmt: skip
FAILING = {"written_off", "defaults", "restructured", "recovered"}
DEBITS = ("e_nach", "e_nach", "upi_autopay", "card")
LAST_RESORT = ("manual",) * 6 + ("other",)
SUCCESS = {"runs": 0.8, "struggles": 0.55, "short": 0.85, "prepaid": 0.85, "just_begun": 0.8}


@dataclass
class Loan:
    account_id: str
    contract: Contract
    fate: str
    emi: int
    stop: date  # no debit works from here on
    bills: list[Bill] = field(default_factory=list)
    paid: dict[str, datetime] = field(default_factory=dict)
    ends: date = LAST_DAY + DAY  # nothing is collected from here on


def live(draft: Draft) -> None:
    fates = list(FATES)
    fate = (
        fates[draft.index] if draft.index < len(fates) else draft.rng.choices(fates, list(FATES.values()))[0]
    )
    start = draft.day(date(2023, 1, 5), date(2025, 6, 30))
    if fate == "short":
        start = draft.day(date(2023, 1, 5), date(2024, 10, 1))
    elif fate == "just_begun":
        start = draft.day(date(2025, 10, 1), date(2025, 12, 20))
    elif fate in FAILING:
        start = draft.day(date(2023, 3, 1), date(2024, 9, 30))
    elif fate == "taken_over":
        start = draft.day(date(2022, 7, 1), date(2022, 9, 30))
    holder = customer(draft, start)
    first = account(draft, holder, "loan", start)
    loans = [lend(draft, start, fate, first.account_id)]
    if draft.index % 12 == 5 and start < date(2025, 6, 1):  # a second loan, same customer
        second = account(draft, holder, "loan", start + DAY * 120, "b")
        loans.append(lend(draft, start + DAY * 120, "runs", second.account_id))
    is_well_off = fate in {"runs", "prepaid"} and draft.chance(0.7)
    book = None if draft.index % 14 == 6 else BankBook(draft, loans[0].emi, is_well_off)
    collect(draft, loans, book)
    for loan in loans:
        close(draft, loan)
    decide(draft, loans[0])


def lend(draft: Draft, start: date, fate: str, account_id: str) -> Loan:
    """The contract and all its instalments; those to come are bills without an issue date."""
    rng = draft.rng
    months = {"short": 12, "taken_over": 36}.get(fate) or rng.choice((12, 12, 18, 24))
    emi = rng.randint(18, 95) * 10000
    contract = Contract(
        contract_id=draft.id("C"),
        account_id=account_id,
        product_name=rng.choice(("Small business loan", "Two-wheeler loan", "Personal loan")),
        product_category="loan",
        contract_type="loan",
        downpayment_days=0,
        ordered_on=start - DAY * rng.randint(1, 9),
        fulfilled_on=start,
        financed_amount=emi * months,
        term_days=months * 30,
        loaded_at=draft.loaded_day(start),
    )
    stop = LAST_DAY + DAY
    if fate in FAILING or fate == "prepaid":
        stop = start + DAY * rng.randint(100, 240)
    if fate == "cancelled":
        stop = start + DAY * 12
    grace = {"prepaid": 0, "cancelled": 0, "restructured": 75, "written_off": 240, "recovered": 150}.get(fate)
    loan = Loan(account_id, contract, fate, emi, stop)
    if grace is not None:
        loan.ends = stop + DAY * grace
    if fate == "taken_over":  # half a year of it was paid before the system told of it
        contract.opening_on = start + DAY * 200
        contract.opening_paid_amount = emi * 6
    due_day = rng.choice((3, 5, 5, 7, 10, 31))
    for k in range(1, months + 1):
        end = month_end(start, k)
        following = month_end(start, k + 1)
        due = following.replace(day=min(due_day, following.day))
        issued = due - DAY * 15
        bill = Bill(
            bill_id=draft.id("B"),
            account_id=account_id,
            contract_id=None if fate == "unregistered" else contract.contract_id,
            period_start=start if k == 1 else end.replace(day=1),
            period_end=end,
            issued_on=issued if issued <= LAST_DAY else None,
            due_on=due,
            bill_amount=emi,
            loaded_at=contract.loaded_at,
        )
        if fate == "taken_over" and k <= 6:
            continue
        bill_versions(draft, bill)
        loan.bills.append(bill)
    return loan


def collect(draft: Draft, loans: list[Loan], book: BankBook | None) -> None:
    """Debits in order of time, over both loans and the bank account that they draw on."""
    queue: list[tuple[datetime, int, int, int]] = []
    for which, loan in enumerate(loans):
        for i, bill in enumerate(loan.bills):
            if bill.due_on <= LAST_DAY:
                moment = draft.utc(bill.due_on, draft.rng.randint(5 * 3600, 10 * 3600))
                heapq.heappush(queue, (moment, which, i, 1))
    while queue:
        moment, which, i, number = heapq.heappop(queue)
        loan, bill = loans[which], loans[which].bills[i]
        day = (moment + timedelta(hours=5.5)).date()
        if bill.bill_id in loan.paid or day >= loan.ends:
            continue
        balance = book.balance_at(moment) if book else None
        if attempt(draft, loan, bill, moment, day, number, balance):
            if book is not None:
                book.debit(moment, loan.emi, f"ACH EMI {bill.bill_id}")
            continue
        if number < 4 and day < LAST_DAY - 5 * DAY:
            again = moment + timedelta(days=draft.rng.randint(2, 5), hours=draft.rng.randint(1, 8))
            heapq.heappush(queue, (again, which, i, number + 1))
        elif draft.chance(0.5):
            contact.act(draft, day + DAY * 4, draft.rng.choice(("call", "call", "sms", "visit")),
                        bill=bill.bill_id, owed=loan.emi, account_id=loan.account_id)  # fmt: skip
        if number == 4 and day < loan.stop and draft.chance(0.985):
            catch_up(draft, loan, bill, day + DAY * draft.rng.randint(2, 20))
    if book is not None:
        book.close()


def catch_up(draft: Draft, loan: Loan, bill: Bill, day: date) -> None:
    """After the last debit most borrowers bring the instalment themselves."""
    if day > LAST_DAY:
        return
    moment = draft.at(day)
    loan.paid[bill.bill_id] = moment
    pay(draft, day, loan.emi, "instalment", contract=bill.contract_id, bill=bill.bill_id,
        method="manual", at=moment, account_id=loan.account_id)  # fmt: skip


def attempt(
    draft: Draft, loan: Loan, bill: Bill, moment: datetime, day: date, number: int, balance: int | None
) -> bool:
    rng = draft.rng
    probability = SUCCESS.get(loan.fate, 0.85) if day < loan.stop else 0.03
    works = draft.chance(probability) if balance is None else (
        balance >= loan.emi and draft.chance(0.78 if day < loan.stop else 0.03)
    )  # fmt: skip
    pending = day >= LAST_DAY - DAY and draft.chance(0.5)
    method = rng.choice(LAST_RESORT if number == 4 else DEBITS)
    if day >= ATTEMPTS_SINCE:
        draft.rows.append(
            Attempt(
                attempt_id=draft.id("T"),
                account_id=loan.account_id,
                contract_id=bill.contract_id,
                bill_id=bill.bill_id,
                attempted_at=moment,
                # one bank numbers the first two debits the wrong way round
                attempt_number={1: 2, 2: 1}.get(number, number) if draft.index == WRONG_NUMBERS else number,
                amount=loan.emi,
                balance_at_attempt=balance,
                method=method,
                status="pending" if pending else "success" if works else "failed",
                loaded_at=moment + timedelta(minutes=rng.randint(5, 90)),
            )
        )
    if pending or not works:
        return False
    if draft.index == LOST_MONEY and day >= ATTEMPTS_SINCE and not draft.counts.get("lost"):
        draft.counts["lost"] = 1  # the debit worked, and the money was booked by hand two weeks later
        catch_up(draft, loan, bill, day + DAY * 14)
        return True
    loan.paid[bill.bill_id] = moment
    named = bill.bill_id if draft.chance(0.85) else None
    kind = "bill" if draft.chance(0.004) else "instalment"  # cashiers mistype
    pay(draft, day, loan.emi, kind, contract=bill.contract_id, bill=named,
        method=method, at=moment, account_id=loan.account_id)  # fmt: skip
    return True


def close(draft: Draft, loan: Loan) -> None:
    """Paid off, paid off early, cancelled, restructured or written off; later instalments stay on file."""
    contract, on, reason = loan.contract, None, None
    if loan.fate == "unregistered":
        return
    if loan.fate in {"written_off", "recovered"}:
        on, reason = loan.ends, "written_off"
    elif loan.fate in {"cancelled", "restructured"}:
        on, reason = loan.ends, loan.fate
    elif loan.fate == "prepaid":
        on, reason = loan.stop, "completed"
        rest = sum(b.bill_amount for b in loan.bills if b.bill_id not in loan.paid)
        if rest and on <= LAST_DAY:
            pay(draft, on, rest, "instalment", contract=contract.contract_id,
                method="manual", account_id=loan.account_id)  # fmt: skip
    elif len(loan.paid) == len(loan.bills):
        on, reason = (max(loan.paid.values()) + timedelta(hours=5.5)).date(), "completed"
    if on is not None and on <= LAST_DAY:
        contract.ended_on, contract.end_reason = on, reason
    contract_versions(draft, contract)
    if loan.fate == "recovered":
        for wait in (60, 100):
            if loan.ends + DAY * wait <= LAST_DAY:
                pay(draft, loan.ends + DAY * wait, loan.emi // 5, "instalment", account_id=loan.account_id)
    if loan.fate == "restructured" and contract.ended_on is not None:
        restructure(draft, loan)


def restructure(draft: Draft, loan: Loan) -> None:
    """What is left of a loan, in smaller instalments under a new contract that names the old one."""
    left = sum(b.bill_amount for b in loan.bills if b.bill_id not in loan.paid)
    new = lend(draft, loan.ends, "runs", loan.account_id)
    months = len(new.bills)
    emi = max(100, left // months // 100 * 100)
    new.contract.replaces_contract_id = loan.contract.contract_id
    new.contract.financed_amount = emi * months
    for bill in new.bills:
        bill.bill_amount = emi
        if bill.due_on <= LAST_DAY and draft.chance(0.95):
            pay(draft, bill.due_on, emi, "instalment", contract=new.contract.contract_id, bill=bill.bill_id,
                method="manual", account_id=loan.account_id)  # fmt: skip
    draft.rows.append(new.contract)


def decide(draft: Draft, loan: Loan) -> None:
    """Some customers: someone moved a debit, asked for one, or came too late."""
    kind = draft.index % 5 if draft.index < 40 or draft.chance(0.15) else None
    settled = [bill for bill in loan.bills if bill.bill_id in loan.paid]
    ahead = [bill for bill in loan.bills if bill.due_on > LAST_DAY]
    if kind is None or not ahead:
        return
    bill = ahead[0]
    decided = draft.day(date(2025, 12, 10), LAST_DAY - DAY)

    def add(chosen: Bill, what: str, to: date | None, reason: str, later: int = 0) -> None:
        moment = draft.utc(decided, 9 * 3600 + draft.rng.randint(0, 9000)) + timedelta(hours=later)
        draft.rows.append(
            Decision(
                decision_id=draft.id("D"),
                decided_at=moment,
                decided_by=f"collector{draft.rng.randint(1, 4)}@example.com",
                decision_type=what,
                bill_id=chosen.bill_id,
                rescheduled_for=to,
                reason=reason,
                loaded_at=moment + timedelta(minutes=1),
            )
        )

    if kind == 0:
        add(bill, "reschedule", bill.due_on + DAY * 4, "two days after the salary")
    elif kind == 1:
        add(bill, "attempt", None, "customer called and has money now")
    elif kind == 2:
        add(bill, "reschedule", bill.due_on + DAY * 2, "first idea")
        add(bill, "reschedule", bill.due_on + DAY * 5, "salary comes later", later=3)
    elif kind == 3 and settled:
        add(settled[-1], "attempt", None, "already paid when this was asked for")
    else:
        add(bill, "reschedule", decided - DAY * 3, "date typed wrongly")
