"""The state of an account at the end of every day, found by walking the days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from .attributes import is_paid_in_full, rate_of
from .ledger import ONE_DAY, LedgerDay, walk_ledger
from .model import Account, Contract
from .recoveries import last_end

DAY_SECONDS = 86400

ACTIVE = ("new", "normal", "late")
CHURNED = ("repossessed", "written_off")
PAID = ("completed", "opted_out", "upfront")

EVENTS = (
    "new",
    "repo",
    "write_off",
    "completions",
    "opt_outs",
    "uncompletions",
    "reinstatements",
    "voids",
    "default_entries",
    "default_cures",
    "default_exits",
    "restructures",
)
EVENT_OF_EXIT = {
    "repossessed": "repo",
    "written_off": "write_off",
    "completed": "completions",
    "opted_out": "opt_outs",
    "other": "voids",
}


def group_of(category: str) -> str:
    if category in ACTIVE:
        return "active"
    if category in CHURNED:
        return "churned"
    if category in PAID:
        return "paid"
    return category  # defaulted, other


def portfolio_of(category: str) -> str:
    return "contracted" if group_of(category) in ("active", "defaulted") else "uncontracted"


def is_contracted(category: str | None) -> bool:
    return category is not None and portfolio_of(category) == "contracted"


@dataclass(frozen=True)
class DayState:
    """What is true at the end of a day; days_expired is null while uncontracted."""

    day: date
    category: str
    days_expired: int | None
    active: tuple[Contract, ...]
    # Does a contract carry on the debt of one that was restructured, and since when?
    restructured_on: date | None = None

    @property
    def contracted(self) -> bool:
        return self.days_expired is not None


class CreditClock:
    """T, the second up to which an account has bought credit, within one spell."""

    def __init__(self, day: date, starters: list[Contract]) -> None:
        ends = [_first_end(contract, day) for contract in starters]
        self.until = DAY_SECONDS * max(ends, default=day.toordinal())

    def add_contract(self, day: date, contract: Contract) -> None:
        if contract.is_brought_forward:
            self.until = max(self.until, DAY_SECONDS * _first_end(contract, day))
        elif contract.downpayment_days > 0:
            self._add(day, DAY_SECONDS * contract.downpayment_days)

    def runs_out_from(self, day: date) -> None:
        """What was endless ends, and the days before have not expired."""
        self.until = max(self.until, DAY_SECONDS * day.toordinal())

    def add_payments(self, day: date, cents: int, rate: int) -> None:
        """Seconds bought: half up of 86400 x cents / rate, in whole numbers."""
        if rate > 0:
            self._add(day, (2 * DAY_SECONDS * cents + rate) // (2 * rate))

    def _add(self, day: date, seconds: int) -> None:
        self.until = max(self.until, DAY_SECONDS * day.toordinal()) + seconds

    def days_expired(self, day: date) -> int:
        """Days since the last day any part of which lies before T."""
        expires_on = -(-self.until // DAY_SECONDS) - 1
        return max(0, day.toordinal() - expires_on)


def _first_end(contract: Contract, day: date) -> int:
    """The day on which the first credit of a contract has ended."""
    if not contract.is_brought_forward:
        return day.toordinal() + contract.downpayment_days
    expires_on = contract.opening_credit_expires_on
    return day.toordinal() if expires_on is None else expires_on.toordinal() + 1


def _restructured_on(account: Account, active: tuple[Contract, ...], today: date) -> date | None:
    """The last day on which an active contract took over the debt of a restructured one."""
    ended = {c.contract_id: c for c in account.contracts if c.end_reason == "restructured"}
    days = []
    for contract in active:
        replaced = ended.get(contract.replaces_contract_id or "")
        if replaced is None or not replaced.ever_active:
            continue
        if replaced.ended_on is not None and contract.begins_on is not None:
            days.append(max(replaced.ended_on, contract.begins_on))
    return max((day for day in days if day <= today), default=None)


def _uncontracted_category(account: Account, day: date) -> str:
    if account.is_open_ended:
        return "other"
    end = last_end(account, day)
    if end is not None:
        return "other" if end[1] in ("cancelled", "restructured") else end[1]
    # A contract that never was active has no say; an upfront one never is, and has.
    fulfilled = [
        contract
        for contract in account.contracts
        if contract.contract_type == "upfront"
        and contract.fulfilled_on is not None
        and contract.fulfilled_on <= day
    ]
    for contract in fulfilled:
        if contract.end_reason == "completed" and contract.ended_on is not None and contract.ended_on <= day:
            return "upfront"
    return "other"


def walk_account(account: Account, as_of: date) -> tuple[list[DayState], dict[date, LedgerDay]]:
    """All days from installed_on through as_of, and the ledger of the same days."""
    ledger: dict[date, LedgerDay] = {}
    if account.account_type != "payg":
        ledger = dict(walk_ledger(account, as_of))
    credit: dict[date, int] = defaultdict(int)
    for payment in account.payments:
        if payment.payment_type in ("instalment", "bonus"):
            credit[payment.day] += payment.cents
    states: list[DayState] = []
    if account.installed_on is None:
        return states, ledger
    assert account.first_day is not None
    day = account.first_day
    clock: CreditClock | None = None
    spells = 0
    new_before = day
    was_paid = False
    while day <= as_of:
        active = tuple(contract for contract in account.contracts if contract.is_active(day))
        is_contracted_today = bool(active)
        if account.is_open_ended:
            is_contracted_today = account.closed_on is None or day < account.closed_on
        if not is_contracted_today:
            clock, was_paid = None, False
            category, restructured_on = (
                _uncontracted_category(account, day),
                _restructured_on(account, active, day),
            )
            states.append(DayState(day, category, None, (), restructured_on))
            day += ONE_DAY
            continue
        started = [contract for contract in active if contract.begins_on == day]
        if clock is None:
            spells += 1
            clock = CreditClock(day, started)
            new_before = day
            if spells == 1 and account.account_type != "utility":
                news = [c.start + timedelta(days=c.downpayment_days) for c in started if c.start is not None]
                new_before = max(news, default=day)
        else:
            for contract in started:
                clock.add_contract(day, contract)
        if day in credit:
            clock.add_payments(day, credit[day], rate_of(active))
        if account.account_type == "payg":
            is_paid = is_paid_in_full(account, active, day)
            if was_paid and not is_paid:
                clock.runs_out_from(day)
            was_paid = is_paid
            days_expired = 0 if is_paid else clock.days_expired(day)
        else:
            oldest = ledger[day].oldest_due_on
            days_expired = 0 if oldest is None else max(0, (day - oldest).days)
        default_after = account.opco.policy(day).default_after_days
        if day < new_before:
            category = "new"
        elif days_expired == 0:
            category = "normal"
        elif days_expired < default_after:
            category = "late"
        else:
            category = "defaulted"
        states.append(DayState(day, category, days_expired, active, _restructured_on(account, active, day)))
        day += ONE_DAY
    return states, ledger


def events_of(states: list[DayState]) -> list[tuple[date, str]]:
    """Transitions, each on the day on which the state changes against the day before."""
    events: list[tuple[date, str]] = []
    before: DayState | None = None
    spells = 0
    for state in states:
        was_contracted = before is not None and before.contracted
        if state.contracted and not was_contracted:
            spells += 1
            if before is not None and before.category in PAID:
                events.append((state.day, "uncompletions"))
            else:
                events.append((state.day, "new" if spells == 1 else "reinstatements"))
        if was_contracted and not state.contracted:
            events.append((state.day, EVENT_OF_EXIT[state.category]))
        was_defaulted = before is not None and before.category == "defaulted"
        if state.category == "defaulted" and not was_defaulted:
            events.append((state.day, "default_entries"))
        is_restructuring = state.restructured_on == state.day
        if is_restructuring:
            events.append((state.day, "restructures"))
        if was_defaulted and state.category in ACTIVE:
            events.append((state.day, "default_exits" if is_restructuring else "default_cures"))
        if was_defaulted and not state.contracted:
            events.append((state.day, "default_exits"))
        before = state
    return events


def periods_of(account_id: str, states: list[DayState]) -> list[dict[str, object]]:
    """A new period where the category changes or days_expired does other than grow by one.

    Days that all stand at 0, or all uncontracted, are one period.
    """
    periods: list[dict[str, object]] = []
    before: DayState | None = None
    for state in states:
        if before is not None and _continues(before, state):
            before = state
            continue
        if periods:
            periods[-1]["valid_to"] = state.day
        periods.append(
            {
                "account_id": account_id,
                "valid_from": state.day,
                "valid_to": None,
                "portfolio_category": state.category,
                "days_expired_at_start": state.days_expired,
            }
        )
        before = state
    return periods


def _continues(before: DayState, state: DayState) -> bool:
    if before.category != state.category:
        return False
    if before.days_expired is None or state.days_expired is None:
        return before.days_expired is state.days_expired
    if before.days_expired == 0 and state.days_expired == 0:
        return True
    return state.days_expired == before.days_expired + 1
