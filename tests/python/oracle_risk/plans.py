"""The payment plan of a contract on its original terms, and what was paid of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from oracle.attributes import contract_of
from oracle.model import Account, Contract
from oracle.months import month_end_of, next_month_end, previous_month_end
from oracle.parsing import Row


@dataclass(frozen=True)
class Plan:
    """A contract with a plan: what falls due each day, and its instalments in cents."""

    account: Account
    contract: Contract
    first_day: date
    daily_rate: int | None
    financed: int
    term_days: int | None
    instalments: tuple[tuple[date, int], ...]
    # What falls due when, of a contract with bills.
    bills: tuple[tuple[date, int], ...]

    def due(self, day: date) -> int:
        if self.bills:
            return self.paid_before + sum(cents for due_on, cents in self.bills if due_on <= day)
        assert self.daily_rate is not None and self.term_days is not None
        plan_days = (day - self.first_day).days + 1
        if plan_days <= 0:
            return 0
        return min(self.financed, self.daily_rate * min(self.term_days, plan_days))

    def paid(self, day: date) -> int:
        return self.paid_before + sum(cents for paid_on, cents in self.instalments if paid_on <= day)

    def applied(self, day: date) -> int:
        return min(self.paid(day), self.due(day))

    @property
    def paid_before(self) -> int:
        """What was paid before the contract came here: due as well, as far as bills tell."""
        return self.contract.opening_paid

    def days_behind(self, day: date) -> int:
        """Days of the plan, or of its oldest bill, that are not paid in full."""
        missing = self.due(day) - self.applied(day)
        if self.daily_rate and not self.bills:
            return missing // self.daily_rate
        covered = self.applied(day) - self.paid_before
        for due_on, cents in sorted(self.bills):
            covered -= cents
            if covered < 0 and due_on <= day:
                return (day - due_on).days
        return 0

    def plan_day(self, number: int) -> date:
        """Day 1 is the first day of the plan."""
        return self.first_day + timedelta(days=number - 1)


def plans_of(account: Account, terms: dict[str, int | None]) -> list[Plan]:
    """Contracts that were active once and have an amount, and bills or else a daily rate and a term."""
    plans = []
    for contract in account.contracts:
        term = terms[contract.contract_id]
        if not contract.ever_active or contract.start is None:
            continue
        bills = tuple(
            (bill.due_on, bill.cents)
            for bill in account.bills
            if bill.contract_id == contract.contract_id and bill.cents > 0
        )
        if not contract.financed or not (bills or (contract.daily_rate and term)):
            continue
        instalments = tuple(
            (payment.day, payment.cents)
            for payment in account.payments
            if payment.payment_type == "instalment"
            and contract_of(payment, account.contracts) == contract.contract_id
            and (not contract.is_brought_forward or payment.day >= (contract.begins_on or payment.day))
        )
        first_day = contract.start + timedelta(days=contract.downpayment_days)
        plans.append(
            Plan(
                account,
                contract,
                first_day,
                contract.daily_rate,
                contract.financed,
                term,
                instalments,
                bills,
            )
        )
    return plans


def contract_months(plans: list[Plan], as_of: date) -> list[Row]:
    """From the month of the start through that of as_of, also after the contract has ended."""
    rows = []
    for plan in plans:
        assert plan.contract.begins_on is not None
        first = month_end_of(plan.contract.begins_on)
        month_end = first
        while month_end <= month_end_of(as_of):
            day = min(month_end, as_of)
            rows.append(_row(plan, month_end, day, is_first=month_end == first))
            month_end = next_month_end(month_end)
    return rows


def _row(plan: Plan, month_end: date, day: date, is_first: bool) -> Row:
    day_90 = plan.plan_day(90)
    day_2x = plan.plan_day(2 * plan.term_days) if plan.term_days else date.max
    before, opening = previous_month_end(month_end), None
    paid_before = 0 if is_first else plan.paid(before)
    due_before = 0 if is_first else plan.due(before)
    if plan.contract.is_brought_forward:
        opening = plan.contract.begins_on
        if is_first and opening is not None:
            paid_before, due_before = plan.paid_before, plan.due(opening - timedelta(days=1))
    # a milestone that had passed before an opening counts nowhere
    is_90 = day >= day_90 and (opening is None or day_90 >= opening)
    is_2x = day >= day_2x and (opening is None or day_2x >= opening)
    return {
        "contract_id": plan.contract.contract_id,
        "month_end": month_end,
        "snapshot_on": day,
        "due": plan.due(day),
        "paid": plan.paid(day),
        "applied": plan.applied(day),
        "financed": plan.financed,
        "due_in_month": plan.due(day) - due_before,
        "received_in_month": plan.paid(day) - paid_before,
        "has_reached_day_90": is_90,
        "due_by_day_90": plan.due(day_90) if is_90 else None,
        "applied_by_day_90": plan.applied(day_90) if is_90 else None,
        "has_reached_2x": is_2x,
        "due_over_term": plan.due(day_2x) if is_2x else None,
        "applied_by_2x": plan.applied(day_2x) if is_2x else None,
        "is_owned_by_2x": plan.paid(day_2x) >= plan.financed if is_2x else None,
    }
