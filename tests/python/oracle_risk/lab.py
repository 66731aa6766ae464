"""The same portfolio under each definition of being at risk and in default."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from oracle.months import AccountMonth, History, previous_month_end
from oracle.parsing import Row
from oracle.states import CHURNED

from .plans import Plan
from .rolls import added

PAR_DAYS = (0, 1, 7, 30, 60, 90, 120)
DEFAULT_DAYS = (30, 60, 90, 120)
# a month-end, the one before it, and its days behind the schedule
Member = tuple[AccountMonth, AccountMonth | None, int]


def schedule_days(month: AccountMonth, plans: list[Plan]) -> int:
    """Days of the plan that are not paid in full: of several contracts the most."""
    day: date = month.row["snapshot_on"]
    mine = [plan for plan in plans if plan.contract.is_active(day)]
    if not mine:
        return int(month.row["days_expired"])
    return max(plan.days_behind(day) for plan in mine)


def definition_lab(histories: list[History], plans: list[Plan]) -> list[Row]:
    plans_by_account: dict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        plans_by_account[plan.account.account_id].append(plan)
    slices: dict[tuple[str, date], list[Member]] = defaultdict(list)
    for history in histories:
        before: AccountMonth | None = None
        for month in history.months:
            days = 0
            if month.contracted:
                days = schedule_days(month, plans_by_account[history.account.account_id])
            slices[month.row["opco_id"], month.month_end].append((month, before, days))
            slices["all", month.month_end].append((month, before, days))
            before = month
    rows: list[Row] = []
    for (opco_id, month_end), members in slices.items():
        before_members = slices.get((opco_id, previous_month_end(month_end)), [])
        rows += _stocks(opco_id, month_end, members, before_members)
        rows += _flows(opco_id, month_end, members, before_members)
    return rows


def _weight(month: AccountMonth, opco_id: str, weighting: str) -> Decimal | None:
    if weighting == "count":
        return Decimal(1)
    balance: Decimal = month.row["outstanding_balance"]
    return month.balance_reporting if opco_id == "all" else balance


def _bases(opening: Decimal | None, closing: Decimal | None) -> dict[str, Decimal | None]:
    average = None if opening is None or closing is None else (opening + closing) / 2
    return {"opening": opening, "closing": closing, "average": average}


def _row(
    opco_id: str, month_end: date, measure: str, basis: str, top: Decimal | None, bottom: Decimal | None
) -> Row:
    return {
        "month_end": month_end,
        "opco_id": opco_id,
        "measure": measure,
        "basis": basis,
        "numerator": top,
        "denominator": bottom,
        "value": float(top / bottom) if top is not None and bottom else None,
    }


def _stocks(opco_id: str, month_end: date, members: list[Member], before_members: list[Member]) -> list[Row]:
    rows = []
    for weighting in ("count", "balance"):
        contracted = [(m, days) for m, _, days in members if m.contracted]
        closing = added([_weight(m, opco_id, weighting) for m, _ in contracted])
        opening = added([_weight(m, opco_id, weighting) for m, _, _ in before_members if m.contracted])
        tests = {(f"par_{t}_rate", ""): t + 1 for t in PAR_DAYS}
        tests |= {("portfolio_in_default_rate", f"{t}_days_"): t for t in DEFAULT_DAYS}
        tests[("portfolio_in_default_rate", "policy_days_")] = 0
        for (measure, prefix), least in tests.items():
            for counting in ("consecutive", "schedule"):
                at_risk = []
                for month, days in contracted:
                    late = days if counting == "schedule" else month.row["days_expired"]
                    limit = least
                    if prefix == "policy_days_":
                        policy = month.account.opco.policy(month.row["snapshot_on"])
                        limit = max(1, policy.default_after_days)
                    is_new = measure == "portfolio_in_default_rate" and month.category == "new"
                    if late >= limit and not is_new:
                        at_risk.append(_weight(month, opco_id, weighting))
                top = added(at_risk) if closing is not None else None
                for name, bottom in _bases(opening, closing).items():
                    basis = f"{prefix}{weighting}_{counting}_{name}"
                    rows.append(_row(opco_id, month_end, measure, basis, top, bottom))
    return rows


def _flows(opco_id: str, month_end: date, members: list[Member], before_members: list[Member]) -> list[Row]:
    """Net flow into default: what stands in default more than before, and what churned."""
    rows = []
    for weighting in ("count", "balance"):

        def total(months: list[AccountMonth], weighting: str = weighting) -> Decimal | None:
            return added([_weight(m, opco_id, weighting) for m in months])

        now = [m for m, _, _ in members]
        then = [m for m, _, _ in before_members]
        closing, opening = (
            total([m for m in months if m.row["is_active"]])
            if total([m for m in months if m.contracted]) is not None
            else None
            for months in (now, then)
        )
        in_default, was_in_default = (
            total([m for m in months if m.row["is_defaulted"]])
            if total([m for m in months if m.contracted]) is not None
            else None
            for months in (now, then)
        )
        if weighting == "count":
            churned: Decimal | None = Decimal(sum(m.events["repo"] + m.events["write_off"] for m in now))
        else:
            # what the accounts that churned since the last month-end owed then
            churned = total(
                [b for m, b, _ in members if b is not None and b.contracted and m.category in CHURNED]
            )
        top = None
        if in_default is not None and was_in_default is not None and churned is not None:
            top = in_default - was_in_default + churned
        for name, bottom in _bases(opening, closing).items():
            rows.append(_row(opco_id, month_end, "default_rate", f"{weighting}_{name}", top, bottom))
    return rows
