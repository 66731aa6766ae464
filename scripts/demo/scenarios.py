"""The lives a pay-as-you-go account can have. The first accounts of each company live each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from demo import payg
from demo.account import DAY, Draft, contract_versions, pay
from demo.payg import CORE, HOME, RADIO, STOVE, TV, Course
from demo.world import FIRST_DAY, LAST_DAY

LATEST = LAST_DAY - DAY * 2
PENDING = 8  # orders that nobody has installed yet


def habit(draft: Draft) -> str:
    return draft.rng.choices(("good", "medium", "bad"), (50, 33, 17))[0]


def begin(draft: Draft, latest: date = LATEST) -> date:
    return draft.install_day(latest)


def first(
    draft: Draft,
    product: payg.Product | None = None,
    start: date | None = None,
    how: str | None = None,
    until: date = LAST_DAY,
    days: int | None = None,
) -> Course:
    day = start or begin(draft)
    account = payg.open_account(draft, day, day)
    row = payg.draft_contract(draft, product or draft.rng.choice(CORE), day, days)
    if account.upgrade_technician_code is None and draft.chance(0.1):
        account.upgrade_technician_code = f"{draft.company.opco_id}-T9"
        account.upgrade_technician_name = "Technician 9 (demo)"
    return payg.run(draft, row, how or habit(draft), until)


def running(draft: Draft) -> None:
    payg.finish(draft, first(draft), None, None)


def completed(draft: Draft) -> None:
    payg.finish(draft, first(draft, RADIO, begin(draft, date(2024, 6, 30)), "good"), None, None)


def dropped(draft: Draft) -> None:
    start = begin(draft, date(2025, 5, 1))
    stop = draft.day(start + DAY * 30, start + DAY * 300)
    payg.lose(draft, first(draft, None, start, draft.rng.choice(("medium", "bad")), stop))


def ended(draft: Draft, reason: str, after: int, how: str = "bad") -> Course:
    start = begin(draft, date(2024, 6, 1))
    stop = start + DAY * draft.rng.randint(60, 200)
    course = first(draft, HOME, start, how, stop)
    payg.finish(draft, course, reason, max(course.credit, stop) + DAY * after)
    return course


def repossessed(draft: Draft) -> None:
    ended(draft, "repossessed", draft.rng.randint(60, 140))


def written_off(draft: Draft) -> None:
    ended(draft, "written_off", draft.rng.randint(200, 300))


def opted_out(draft: Draft) -> None:
    course = ended(draft, "opted_out", 5, "medium")
    on = course.contract.ended_on
    if on is not None:
        pay(draft, on, 20000, "bonus", contract=course.contract.contract_id, method=None)


def downpayment_only(draft: Draft) -> None:
    start = begin(draft, date(2025, 7, 1))
    payg.finish(draft, first(draft, HOME, start, "bad", start - DAY, days=14), None, None)


def upfront(draft: Draft) -> None:
    start = begin(draft)
    payg.open_account(draft, start, start)
    payg.upfront(draft, draft.rng.choice((TV, RADIO)), start)


def upfront_then_contract(draft: Draft) -> None:
    start = begin(draft, date(2024, 12, 1))
    payg.open_account(draft, start, start)
    payg.upfront(draft, RADIO, start)
    again(draft, start + DAY * 90)


def cancelled(draft: Draft) -> None:
    ended(draft, "cancelled", draft.rng.randint(0, 9), "medium")


def never_begun(draft: Draft) -> None:
    """Installed, but the contract is still pending or was cancelled before it began."""
    start = begin(draft)
    payg.open_account(draft, start, start)
    row = payg.draft_contract(draft, HOME, start)
    row.fulfilled_on = row.downpayment_paid_on = None
    if draft.chance(0.5):
        row.ended_on, row.end_reason = start + DAY * 9, "cancelled"
    contract_versions(draft, row)


def pre_portfolio(draft: Draft) -> None:
    """Signed up, not installed; some have paid the downpayment."""
    ordered = draft.day(date(2025, 9, 1), LAST_DAY - DAY)
    payg.open_account(draft, None, ordered, "awaiting install")
    row = payg.draft_contract(draft, HOME, ordered, 14)
    row.fulfilled_on = None
    if row.downpayment_amount is not None and row.downpayment_paid_on is not None:
        pay(draft, row.downpayment_paid_on, row.downpayment_amount, "downpayment",
            contract=row.contract_id)  # fmt: skip
    contract_versions(draft, row)


def new(draft: Draft) -> None:
    start = draft.day(date(2025, 12, 8), LAST_DAY)
    payg.finish(draft, first(draft, HOME, start, days=30), None, None)


def again(draft: Draft, start: date, product: payg.Product = HOME) -> None:
    """Another contract on the same account."""
    if start < LAST_DAY:
        course = payg.run(draft, payg.draft_contract(draft, product, start), habit(draft), LAST_DAY)
        payg.finish(draft, course, None, None)


def back_after(draft: Draft, reason: str) -> None:
    """Returns weeks after the end; after a completion now and then within the month."""
    if reason == "completed":
        start = begin(draft, date(2024, 4, 30))
        course = first(draft, RADIO, start, "good")
        end = payg.finish(draft, course, None, None)
    else:
        end = ended(draft, reason, 40).contract.ended_on
    again(draft, (end or LAST_DAY) + DAY * draft.rng.choice((1, 6, 20, 75, 160)))


def upgraded(draft: Draft) -> None:
    """The old contract ends on the day the new one starts."""
    start = begin(draft, date(2025, 1, 1))
    stop = start + DAY * draft.rng.randint(90, 250)
    course = first(draft, RADIO, start, habit(draft), stop)
    payg.finish(draft, course, "cancelled" if draft.chance(0.5) else "completed", stop)
    product = payg.ESF_UPGRADE if draft.chance(0.3) else payg.HOME_TV
    again(draft, course.contract.ended_on or stop, product)


def overlapping(draft: Draft) -> None:
    """A television joins the running contract; it comes with credit days of its own."""
    start = begin(draft, date(2025, 1, 1))
    payg.finish(draft, first(draft, HOME, start), None, None)
    again(draft, start + DAY * draft.rng.randint(20, 200), TV)


def esf_only(draft: Draft) -> None:
    """The core product is paid off; a stove or a phone financed later remains."""
    start = begin(draft, date(2024, 3, 31))
    course = first(draft, RADIO, start, "good")
    payg.finish(draft, course, None, None)
    again(draft, draft.day(date(2025, 2, 1), date(2025, 8, 31)), STOVE)


def esf_opt_out(draft: Draft) -> None:
    start = begin(draft, date(2024, 6, 1))
    stop = start + DAY * 120
    course = first(draft, payg.PHONE, start, "medium", stop)
    payg.finish(draft, course, "opted_out", stop + DAY * 2)


def esf_upgrade(draft: Draft) -> None:
    payg.finish(draft, first(draft, payg.ESF_UPGRADE, begin(draft, date(2025, 6, 1))), None, None)


def planned_end(draft: Draft) -> None:
    """An end that is already booked for a day after the last one."""
    course = first(draft, HOME, begin(draft), "good")
    payg.finish(draft, course, "completed", date(2026, 1, 20))


def at_cut_over(draft: Draft) -> None:
    """The system took the contract over with credit left and a part paid; what came before is not told."""
    start = draft.day(FIRST_DAY, FIRST_DAY + DAY * 300)
    taken_over = start + DAY * draft.rng.randint(90, 240)
    payg.open_account(draft, start, start)
    row = payg.draft_contract(draft, HOME, start, 0)
    row.opening_on = taken_over
    row.opening_credit_expires_on = taken_over + DAY * draft.rng.randint(-20, 40)
    row.opening_paid_amount = (row.daily_rate or 100) * draft.rng.randint(40, 120)
    course = payg.run(draft, row, habit(draft), LAST_DAY)
    payg.finish(draft, course, None, None)


def paid_off_not_ended(draft: Draft) -> None:
    """All is paid and nobody closed the contract: nothing expires any more."""
    course = first(draft, RADIO, begin(draft, date(2024, 4, 30)), "good")
    contract_versions(draft, course.contract)


def recovered(draft: Draft) -> None:
    """Written off; months later a little comes in all the same."""
    on = ended(draft, "written_off", draft.rng.randint(100, 160)).contract.ended_on
    for wait in (50, 110):
        if on is not None and on + DAY * wait < LAST_DAY:
            pay(draft, on + DAY * wait, draft.company.daily_rates[0] * 3, "instalment")


# a life, how common it is, and the last day on which it can begin
SCENARIOS: tuple[tuple[Callable[[Draft], None], float, date], ...] = (
    (running, 38, LATEST),
    (completed, 7, date(2024, 6, 30)),
    (dropped, 15, date(2025, 5, 1)),
    (repossessed, 3, date(2024, 6, 1)),
    (written_off, 3, date(2024, 6, 1)),
    (opted_out, 2, date(2024, 6, 1)),
    (downpayment_only, 2, date(2025, 7, 1)),
    (upfront, 4, LATEST),
    (upfront_then_contract, 1, date(2024, 12, 1)),
    (cancelled, 2, date(2024, 6, 1)),
    (never_begun, 2, LATEST),
    (pre_portfolio, 0, LATEST),
    (new, 0, LATEST),
    (lambda draft: back_after(draft, "completed"), 3, date(2024, 4, 30)),
    (lambda draft: back_after(draft, "repossessed"), 1.5, date(2024, 6, 1)),
    (lambda draft: back_after(draft, "opted_out"), 1.5, date(2024, 6, 1)),
    (upgraded, 5, date(2025, 1, 1)),
    (overlapping, 4, date(2025, 1, 1)),
    (esf_only, 3, date(2024, 3, 31)),
    (esf_opt_out, 1, date(2024, 6, 1)),
    (esf_upgrade, 2, date(2025, 6, 1)),
    (planned_end, 0.3, LATEST),
    (at_cut_over, 0, FIRST_DAY),
    (paid_off_not_ended, 0.6, date(2024, 4, 30)),
    (recovered, 0.8, date(2024, 6, 1)),
)


def install_months(draft: Draft) -> list[date]:
    opened = draft.company.opened
    months = range(opened.year * 12 + opened.month - 1, LAST_DAY.year * 12 + LAST_DAY.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def live(draft: Draft) -> None:
    """The first accounts live each life once; the others are spread evenly over the months."""
    routine = draft.index - len(SCENARIOS)
    if routine < 0:
        SCENARIOS[draft.index][0](draft)
    elif routine < PENDING:
        pre_portfolio(draft)
    else:
        months = install_months(draft)
        draft.month = months[(routine - PENDING) % len(months)]
        open_to = [(life, weight) for life, weight, latest in SCENARIOS if draft.month <= latest]
        draft.rng.choices([life for life, _ in open_to], [weight for _, weight in open_to])[0](draft)
