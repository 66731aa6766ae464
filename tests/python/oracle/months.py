"""One row per installed account and month, and the day-by-day facts that metrics add up."""

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import attributes
from .attributes import ArpuBand
from .fx import Rates
from .ledger import LedgerDay
from .model import MINOR, Account
from .parsing import Row
from .states import (
    EVENTS,
    DayState,
    events_of,
    group_of,
    is_contracted,
    portfolio_of,
    walk_account,
)

UNKNOWN = "unknown"


def month_end_of(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def next_month_end(month_end: date) -> date:
    return month_end_of(date.fromordinal(month_end.toordinal() + 1))


def previous_month_end(day: date) -> date:
    return date.fromordinal(day.replace(day=1).toordinal() - 1)


def months_between(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


@dataclass
class AccountMonth:
    """A row of fct_account_months with what the metrics need beside it."""

    account: Account
    row: Row
    events: dict[str, int]
    balance_reporting: Decimal | None
    ever_defaulted: bool

    @property
    def category(self) -> str:
        return str(self.row["portfolio_category"])

    @property
    def previous(self) -> str | None:
        previous: str | None = self.row["previous_portfolio_category"]
        return previous

    @property
    def month_end(self) -> date:
        month_end: date = self.row["month_end"]
        return month_end

    @property
    def contracted(self) -> bool:
        return is_contracted(self.category)


@dataclass
class History:
    """All that is known of one installed account."""

    account: Account
    states: list[DayState]
    events: list[tuple[date, str]]
    months: list[AccountMonth]

    def category_on(self, day: date) -> str | None:
        """The category at the end of a day; null before the install."""
        index = (day - self.states[0].day).days
        return self.states[index].category if 0 <= index < len(self.states) else None


def build_history(account: Account, as_of: date, rates: Rates, bands: list[ArpuBand]) -> History | None:
    states, ledger = walk_account(account, as_of)
    if not states:
        return None
    history = History(account, states, events_of(states), [])
    last_contracted: DayState | None = None
    ever_defaulted = False
    for state in states:
        if state.contracted:
            last_contracted = state
        ever_defaulted = ever_defaulted or state.category == "defaulted"
        if state.day == as_of or state.day == month_end_of(state.day):
            history.months.append(
                _account_month(history, state, last_contracted, ledger, ever_defaulted, rates, bands, as_of)
            )
    return history


def _balance(account: Account, state: DayState, ledger: dict[date, LedgerDay]) -> Decimal:
    if account.account_type == "utility":
        return Decimal(ledger[state.day].open_cents) / MINOR
    return Decimal(attributes.outstanding_balance(account, state.active, state.day)) / MINOR


def _account_month(
    history: History,
    state: DayState,
    last_contracted: DayState | None,
    ledger: dict[date, LedgerDay],
    ever_defaulted: bool,
    rates: Rates,
    bands: list[ArpuBand],
    as_of: date,
) -> AccountMonth:
    account = history.account
    currency = account.opco.currency
    installed_on = account.installed_on
    assert installed_on is not None
    month_end = month_end_of(state.day)
    # Once uncontracted, contracts and device are those of the last contracted day.
    active = last_contracted.active if last_contracted else ()
    device_day = last_contracted.day if last_contracted else state.day
    balance = _balance(account, state, ledger)
    rate = rates.rate(currency, state.day)
    events = {
        event: sum(name == event and month_end_of(day) == month_end for day, name in history.events)
        for event in EVENTS
    }
    row: Row = {
        "account_id": account.account_id,
        "month_end": month_end,
        "opco_id": account.opco.opco_id,
        "account_type": account.account_type,
        "snapshot_on": state.day,
        "is_month_closed": as_of >= month_end,
        "cohort_month": installed_on.replace(day=1),
        "months_since_install": months_between(installed_on, month_end),
        "portfolio": portfolio_of(state.category),
        "portfolio_group": group_of(state.category),
        "portfolio_category": state.category,
        "previous_portfolio_category": history.category_on(previous_month_end(state.day)),
        "days_expired": state.days_expired,
        "par_bucket": attributes.par_bucket(state.days_expired),
        "daily_rate": Decimal(attributes.rate_of(state.active)) / MINOR,
        "outstanding_balance": balance,
        "arpu_range": attributes.arpu_range(active, currency, bands),
        "tv_customer": attributes.tv_customer(active),
        "currency_code": currency,
        "enable_status": attributes.enable_status(account, device_day),
        "subsidy": account.row["subsidy"] or UNKNOWN,
        "cu_type": account.row["cu_type"] or UNKNOWN,
        "esf_only_customer": attributes.esf_only_customer(active),
        "shop_id": account.row["shop_id"],
        "region": account.region or UNKNOWN,
        "region_key": f"{account.opco.opco_id} / {account.region or UNKNOWN}",
        "is_restructured": state.restructured_on is not None,
        "is_contracted": state.contracted,
        "is_active": group_of(state.category) == "active",
        "is_defaulted": state.category == "defaulted",
        "is_dp_only_defaulter": state.category == "defaulted"
        and not attributes.has_paid_credit(account, state.day),
        **{f"{event}_count": count for event, count in events.items()},
    }
    return AccountMonth(account, row, events, None if rate is None else balance * rate, ever_defaulted)
