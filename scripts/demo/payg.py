"""Pay-as-you-go accounts: what happens to a contract from the order to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from demo import contact
from demo.account import DAY, Draft, account, contract_versions, customer, pay
from demo.tables import Account, Contract
from demo.world import FIRST_DAY, LAST_DAY

MIXES = {True: (3, 7, 7, 7, 14), False: (14, 30, 30, 60, 60)}
HABITS = {"good": 0.4, "medium": 5.0, "bad": 16.0}


@dataclass(frozen=True)
class Product:
    name: str
    category: str
    tags: str
    level: int  # which of the company's daily rates
    term: int


HOME = Product("Home 50", "solar home", "SHS", 1, 900)
HOME_TV = Product("Home 80 with TV", "solar home", "SHS|bundle", 3, 1080)
TV = Product("TV 32", "TV", "appliance", 2, 720)
RADIO = Product("Radio light", "solar home", "SHS", 0, 420)
STOVE = Product("Clean stove ESF", "cooking", "cooking|ESF", 0, 420)
PHONE = Product("Phone plan", "phone", "device | esf", 1, 360)
ESF_UPGRADE = Product("Battery ESF upgrade", "battery", "ESF", 0, 360)
CORE = (HOME, HOME, HOME_TV, RADIO, RADIO)


@dataclass(slots=True)
class Course:
    """How a contract went: what was paid, and when it was paid off or credit ran out."""

    contract: Contract
    paid: int
    credit: date  # the first day without credit
    paid_off: date | None


def money(value: float, draft: Draft) -> int:
    """Whole units: nobody pays cents by phone."""
    return max(100, round(value / 100) * 100) if draft.company.sector == "payg" else round(value)


def draft_contract(draft: Draft, product: Product, start: date, days: int | None = None) -> Contract:
    rate = draft.company.daily_rates[product.level]
    credit_days = draft.rng.choice((0, 7, 14, 30)) if days is None else days
    paid_on = start - DAY * draft.rng.randint(0, 3)
    down = rate * credit_days if credit_days else None
    return Contract(
        contract_id=draft.id("C"),
        account_id=draft.account_id,
        product_name=product.name,
        product_category=product.category,
        product_tags=product.tags,
        contract_type="payg",
        ordered_on=start - DAY * draft.rng.randint(3, 12),
        fulfilled_on=start,
        downpayment_amount=down,
        downpayment_paid_on=paid_on if down else None,
        downpayment_days=credit_days,
        daily_rate=rate,
        financed_amount=rate * product.term,
        term_days=product.term,
        loaded_at=draft.loaded_day(start),
    )


def run(draft: Draft, contract: Contract, habit: str, until: date) -> Course:
    """Pay the contract, habit and season permitting, until it is paid off or the day comes."""
    rng, rate = draft.rng, contract.daily_rate or 100
    owed = contract.financed_amount or 0
    start = contract.fulfilled_on or FIRST_DAY
    if contract.downpayment_amount and contract.downpayment_paid_on:
        pay(draft, contract.downpayment_paid_on, contract.downpayment_amount, "downpayment",
            contract=contract.contract_id)  # fmt: skip
    rhythm = rng.choice(MIXES[draft.dense])
    course = Course(contract, 0, start + DAY * contract.downpayment_days, None)
    last = start
    if contract.opening_on is not None:
        course = Course(
            contract, contract.opening_paid_amount or 0, contract.opening_credit_expires_on + DAY, None
        )
        last = contract.opening_on
    while course.paid < owed:
        harvest = course.credit.month in draft.company.harvest
        delay = draft.skewed(HABITS[habit] * (0.2 if harvest else 1.8))
        if habit == "good":
            delay -= rng.randint(0, 2)
        day = max(last + DAY, course.credit + DAY * delay)
        if day > min(until, LAST_DAY):
            break
        bought = rhythm * 2 if harvest and draft.chance(0.4) else rhythm
        share = 1.0 if draft.chance(0.8) else rng.choice((0.35, 0.5, 1.25))
        amount = min(money(rate * bought * share, draft), owed - course.paid)
        if (day - course.credit).days >= 3:
            contact.late_episode(draft, course.credit, day, rate * bought)
        named = None if draft.chance(0.3) else contract.contract_id
        bonus = draft.chance(0.015)
        kind = "bonus" if bonus else "bill" if draft.chance(0.002) else "instalment"  # cashiers mistype
        pay(draft, day, amount, kind,
            contract=named, method=None if bonus else rng.choice(("mobile_money", "mobile_money", "cash", "agent")))  # fmt: skip
        course.paid += amount
        course.credit = max(course.credit, day) + DAY * round(amount / rate)
        last = day
    if course.paid >= owed:
        course.paid_off = last
        if draft.chance(0.08) and last < LAST_DAY - 5 * DAY:  # the last payment was too much
            pay(draft, last + DAY * rng.randint(1, 5), -money(rate * 2, draft), "refund",
                contract=contract.contract_id)  # fmt: skip
    elif course.credit < LAST_DAY:
        contact.late_episode(draft, course.credit, None, rate * 30)
    return course


def finish(draft: Draft, course: Course, reason: str | None, on: date | None) -> date | None:
    """Write the contract; a paid-off one completes whatever was planned for it."""
    contract = course.contract
    if course.paid_off is not None:
        reason, on = "completed", course.paid_off
    if on is not None and reason is not None:
        contract.ended_on, contract.end_reason = on, reason
    contract_versions(draft, contract)
    ended_on: date | None = contract.ended_on
    return ended_on


def lose(draft: Draft, course: Course) -> date | None:
    """A contract nobody pays any more: repossessed, written off, or still in default."""
    fate = draft.rng.choices(("repossessed", "written_off", None), (4, 3, 4))[0]
    days = draft.rng.randint(60, 150) if fate == "repossessed" else draft.rng.randint(200, 330)
    on = course.credit + DAY * days
    if fate is None or on > LAST_DAY:
        return finish(draft, course, None, None)
    return finish(draft, course, fate, on)


def open_account(draft: Draft, installed: date | None, since: date, status: str = "active") -> Account:
    holder = customer(draft, since, status)
    row = account(draft, holder, "payg", installed)
    if installed is not None:
        contact.campaigns(draft, installed, holder.language)
    return row


def upfront(draft: Draft, product: Product, start: date) -> Contract:
    row = draft_contract(draft, product, start, 0)
    row.contract_type, row.daily_rate, row.financed_amount, row.term_days = "upfront", None, None, None
    row.downpayment_amount = draft.company.daily_rates[product.level] * 200
    row.downpayment_paid_on = start
    row.ended_on, row.end_reason = start, "completed"
    pay(draft, start, row.downpayment_amount, "downpayment", contract=row.contract_id)
    contract_versions(draft, row)
    return row
