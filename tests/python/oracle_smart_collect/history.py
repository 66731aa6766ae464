"""What is known of a customer at a cut-off, from the full months before it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .world import DAY, Customer, Reference, Row, is_salary_word, to_cents


def median(values: list[Fraction]) -> Fraction:
    """The middle value; of an even count the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def half_up(value: Fraction) -> int:
    """Rounded to a whole number, halves upwards."""
    return int((value + Fraction(1, 2)).__floor__())


def month_start(day: date, months: int = 0) -> date:
    """First day of the month that lies some months after that of a day."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_end(day: date, months: int = 0) -> date:
    """Last day of such a month."""
    return month_start(day, months + 1) - DAY


def add_months(day: date, months: int) -> date:
    """The same day some months later, held at the end of a shorter month."""
    return min(month_start(day, months) + (day.day - 1) * DAY, month_end(day, months))


def clamped(day_of_month: int, month: date) -> date:
    """A day of the month in the month of a date; one it does not have is its last."""
    return min(month_start(month) + (day_of_month - 1) * DAY, month_end(month))


def window(cutoff: date, ref: Reference) -> tuple[date, date]:
    """First and last day of the full months before a cut-off."""
    last = cutoff if cutoff == month_end(cutoff) else month_start(cutoff) - DAY
    return month_start(last, 1 - ref.whole("history_months")), last


@dataclass
class Profile:
    """A customer at a cut-off."""

    has_history: bool = False
    balance: int | None = None
    booked_on: date | None = None
    outflow: int | None = None
    salary_credits: int = 0
    salary_months: int = 0
    last_salary_on: date | None = None
    day: int | None = None
    amount: int | None = None
    day_mad: Fraction | None = None
    amount_mad: Fraction | None = None
    consistency: Fraction | None = None
    resolved: int = 0
    successes: int = 0
    failures: int = 0
    last_failed_on: date | None = None
    days: list[Row] = field(default_factory=list)


def is_other_outflow(customer: Customer, row: Row) -> bool:
    """A debit that is not the collection of an instalment."""
    return row["cents"] < 0 and not any(
        a["status"] == "success" and a["day"] == row["day"] and to_cents(a["amount"]) == -row["cents"]
        for a in customer.attempts
    )


def profile(customer: Customer, cutoff: date, ref: Reference) -> Profile:
    """Look at nothing that is dated after the cut-off."""
    found = Profile()
    first, last = window(cutoff, ref)
    known = [r for r in customer.transactions if r["day"] <= cutoff]
    if known:
        found.balance, found.booked_on = to_cents(known[-1]["balance_after"]), known[-1]["day"]
    looked_at = [r for r in known if first <= r["day"] <= last]
    found.has_history = bool(looked_at)
    if looked_at:
        _spread_days(found, customer, known, max(first, known[0]["day"]), last)
        _salary(found, [r for r in looked_at if r["cents"] > 0], ref)
    for attempt in customer.attempts:
        if first <= attempt["day"] <= last and attempt["status"] != "pending":
            found.resolved += 1
            if attempt["status"] == "success":
                found.successes += 1
            else:
                found.failures += 1
                found.last_failed_on = attempt["day"]
    return found


def _spread_days(found: Profile, customer: Customer, known: list[Row], first: date, last: date) -> None:
    day = first
    while day <= last:
        booked = [r for r in known if r["day"] <= day]
        spent = -sum(r["cents"] for r in known if r["day"] == day and is_other_outflow(customer, r))
        found.days.append({"day": day, "balance": to_cents(booked[-1]["balance_after"]), "spent": spent})
        day += DAY
    found.outflow = half_up(median([Fraction(d["spent"]) for d in found.days]))


def _salary(found: Profile, credits_seen: list[Row], ref: Reference) -> None:
    salaries = [
        r for r in credits_seen if (r["category"] or "").lower() == "salary" or is_salary_word(r["narration"])
    ]
    if not salaries:
        for month in {month_start(r["day"]) for r in credits_seen}:
            mine = [r for r in credits_seen if month_start(r["day"]) == month]
            salaries.append(min(mine, key=lambda r: (-r["cents"], r["booked_at"], r["transaction_id"])))
    if not salaries:
        return
    days = [Fraction(r["day"].day) for r in salaries]
    amounts = [Fraction(r["cents"]) for r in salaries]
    found.salary_credits = len(salaries)
    found.salary_months = len({month_start(r["day"]) for r in salaries})
    found.last_salary_on = max(r["day"] for r in salaries)
    found.day, found.amount = half_up(median(days)), half_up(median(amounts))
    found.day_mad = median([abs(d - median(days)) for d in days])
    found.amount_mad = median([abs(a - median(amounts)) for a in amounts])
    if found.salary_months >= ref.whole("salary_min_months"):
        unsteady = found.day_mad / Fraction(ref.number("salary_day_deviation_scale"))
        unsteady += found.amount_mad / median(amounts)
        steady = 1 - unsteady / Fraction(ref.number("consistency_components"))
        found.consistency = Fraction(ref.number("consistency_scale")) * max(Fraction(0), steady)


@dataclass
class Prediction:
    """What is expected of a collection on a day."""

    balance: int | None
    salaries: int
    status: str
    probability: float | None
    history_band: str


def order(status: str, ref: Reference) -> int:
    """Place of a status, the best first."""
    return next(int(b["sort_order"]) for b in ref.bands if b["status"] == status)


def predict(found: Profile, cents: int, cutoff: date, day: date, ref: Reference) -> Prediction:
    """Predicted balance, status and probability, as the rulings say."""
    share = Fraction(
        found.successes + ref.whole("prior_successes"), found.resolved + ref.whole("prior_attempts")
    )
    record = [b["history_band"] for b in ref.history_bands if share >= Fraction(b["from_share"])][-1]
    if not found.has_history:
        return Prediction(None, 0, "insufficient_history", None, record)
    assert found.balance is not None and found.outflow is not None
    salaries, each = 0, cutoff + DAY
    while each <= day:
        salaries += found.day is not None and clamped(found.day, each) == each
        each += DAY
    balance = found.balance + (found.amount or 0) * salaries - found.outflow * (day - cutoff).days
    status = "critical"
    if found.balance >= cents * ref.number("risky_balance_multiple"):
        status = "risky"
    if balance >= cents * ref.number("scheduled_balance_multiple"):
        status = "scheduled"
    if balance >= cents * ref.number("optimal_balance_multiple"):
        status = "optimal_window"
    band = next(b for b in ref.bands if b["status"] == status)
    low, high = Decimal(band["probability_low"]), Decimal(band["probability_high"])
    probability = float(Fraction(low) + Fraction(high - low) * share)
    return Prediction(balance, salaries, status, probability, record)
