"""Smart Collect: what is due soon, what is likely to succeed, and what people decided."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from dashboard.store import Lease, Table

# status -> label, in the order of the seed
STATUSES = {
    "optimal_window": "Optimal window",
    "scheduled": "Scheduled",
    "risky": "Risky",
    "critical": "Critical",
    "insufficient_history": "Insufficient history",
}


@dataclass(frozen=True)
class Customers:
    """Whose rows are asked for: one customer, else one company, else everybody."""

    customer_id: str = ""
    opco: str = ""

    @property
    def condition(self) -> str:
        """A condition on customer_id and opco_id, with two parameters."""
        own = "{0} = coalesce(nullif(?, ''), {0})"
        return f"{own.format('customer_id')} and {own.format('opco_id')}"

    @property
    def values(self) -> list[object]:
        """The parameters of the condition."""
        return [self.customer_id, self.opco]


class Customer(NamedTuple):
    """A customer with instalments."""

    customer_id: str
    opco_id: str
    name: str | None


def customers(lease: Lease, opco: str) -> list[Customer]:
    """Customers with a summary, by id."""
    sql = """
        select customer_id, summary.opco_id, customer_name
        from smart_collect_summary as summary left join dim_customers using (customer_id)
        where summary.opco_id = coalesce(nullif(?, ''), summary.opco_id) order by 1"""
    return lease.kept(("smart customers", opco), lambda: lease.rows(Customer, sql, [opco]))


def opco_of(lease: Lease, customer_id: str) -> str | None:
    """The company of a customer, or none when nobody has this id."""
    sql = "select opco_id from dim_customers where customer_id = ?"
    found = lease.rows(lambda o: str(o), sql, [customer_id])
    return found[0] if found else None


class Summary(NamedTuple):
    """Sums over customers; rates divide sums."""

    customers: int
    currency_code: str | None
    scheduled: int
    collected: int
    failed: int
    pending: int
    success_rate: float | None
    amount_scheduled: Decimal | None
    amount_collected: Decimal | None
    attempts_per_collection: float | None
    first_attempts: int
    first_attempt_success_rate: float | None
    cost_saved: Decimal | None


def summary(lease: Lease, whom: Customers) -> Summary | None:
    """The figures of the dashboard tab; amounts only when they share a currency."""
    one = "count(distinct currency_code) = 1"
    sql = f"""
        select count(*), case when {one} then min(currency_code) end,
          coalesce(sum(instalments_scheduled), 0)::bigint, coalesce(sum(instalments_collected), 0)::bigint,
          coalesce(sum(instalments_failed), 0)::bigint, coalesce(sum(instalments_pending), 0)::bigint,
          sum(instalments_collected) / nullif(sum(instalments_collected) + sum(instalments_failed), 0),
          case when {one} then sum(amount_scheduled) end, case when {one} then sum(amount_collected) end,
          sum(attempts_on_collected) / nullif(sum(attempted_collections), 0),
          coalesce(sum(first_attempts), 0)::bigint,
          sum(first_attempt_successes) / nullif(sum(first_attempts), 0),
          case when {one} then sum(cost_saved) end
        from smart_collect_summary where {whom.condition}"""
    found = lease.kept(("summary", whom), lambda: lease.rows(Summary, sql, whom.values))
    return found[0] if found and found[0].customers else None


class Upcoming(NamedTuple):
    """An instalment that is to be collected."""

    bill_id: str
    customer_id: str
    contract_id: str | None
    opco_id: str
    currency_code: str | None
    due_on: date
    emi_amount: Decimal
    open_amount: Decimal
    scheduled_on: date
    is_overdue: bool
    is_rescheduled: bool
    is_attempt_requested: bool
    current_balance: Decimal | None
    predicted_balance: Decimal | None
    status: str
    probability: float | None
    optimal_window_start_on: date | None
    optimal_window_end_on: date | None
    window_confidence: float | None
    recommended_on: date | None
    next_retry_on: date | None


def probability_column(lease: Lease) -> str:
    """The calibrated probability where the publication has it, else the band's."""
    calibrated = lease.has("smart_collect_upcoming", "calibrated_probability")
    return "calibrated_probability" if calibrated else "collection_probability"


def upcoming(lease: Lease, whom: Customers) -> list[Upcoming]:
    """Collections of the next months, the next first."""
    columns = ", ".join(
        probability_column(lease) if name == "probability" else name for name in Upcoming._fields
    )
    sql = f"""select {columns} from smart_collect_upcoming where {whom.condition}
        order by scheduled_on, bill_id"""
    return lease.kept(("upcoming", whom), lambda: lease.rows(Upcoming, sql, whom.values))


def bill(lease: Lease, bill_id: str) -> Upcoming | None:
    """The upcoming collection of a bill, or none."""
    return next((found for found in upcoming(lease, Customers()) if found.bill_id == bill_id), None)


def recommendations(lease: Lease, whom: Customers) -> Table:
    """What is recommended, the most urgent first."""
    sql = f"""
        select * from smart_collect_recommendations where {whom.condition}
        order by case priority when 'high' then 1 when 'medium' then 2 else 3 end, recommendation_id"""
    return lease.kept(("recommendations", whom), lambda: lease.table(sql, whom.values))


def signals(lease: Lease, whom: Customers) -> Table:
    """Signs of risk, the gravest first."""
    sql = f"""
        select * from smart_collect_risk_signals where {whom.condition}
        order by case severity when 'high' then 1 when 'medium' then 2 else 3 end,
          signal_on desc, signal_id"""
    return lease.kept(("signals", whom), lambda: lease.table(sql, whom.values))


def behaviour(lease: Lease, whom: Customers) -> Table:
    """How customers earn, spend and pay."""
    sql = f"select * from smart_collect_behaviour where {whom.condition} order by customer_id"
    return lease.kept(("behaviour", whom), lambda: lease.table(sql, whom.values))


def history(lease: Lease, whom: Customers, limit: int = 500) -> Table:
    """Collection attempts, the newest first."""
    sql = f"""
        select attempt_id, customer_id, bill_id, attempted_at, attempt_number, amount, balance_at_attempt,
          method, status, collected_amount, currency_code, opco_id
        from fct_collection_attempts where {whom.condition}
        order by attempted_at desc, attempt_id desc limit {limit}"""
    return lease.kept(("history", whom, limit), lambda: lease.table(sql, whom.values))


class Method(NamedTuple):
    """How often a method of collection succeeds."""

    method: str
    resolved: int
    successful: int
    rate: float | None


def methods(lease: Lease, whom: Customers) -> list[Method]:
    """Success by method, the most used first."""
    sql = f"""
        select collection_method, sum(resolved_attempts)::bigint, sum(successful_attempts)::bigint,
          sum(successful_attempts) / nullif(sum(resolved_attempts), 0)
        from smart_collect_methods where {whom.condition} group by 1 order by 2 desc, 1"""
    return lease.kept(("methods", whom), lambda: lease.rows(Method, sql, whom.values))


class Judged(NamedTuple):
    """A decision and what a build made of it."""

    decision_id: str
    decision_type: str
    bill_id: str
    customer_id: str | None
    decided_at: datetime
    decided_by: str
    rescheduled_for: date | None
    reason: str | None
    applied_status: str


def judged(lease: Lease, whom: Customers) -> list[Judged]:
    """Decisions that a build has judged, the newest first."""
    condition = whom.condition if whom.customer_id or whom.opco else "(?, ?) is not null"
    sql = f"""select {", ".join(Judged._fields)} from smart_collect_decisions where {condition}
        order by decided_at desc, decision_id"""
    return lease.kept(("judged", whom), lambda: lease.rows(Judged, sql, whom.values))


def calibration(lease: Lease) -> Table:
    """How the probabilities fared at past dates."""
    sql = "select * from smart_collect_calibration order by sort_order"
    return lease.kept("calibration", lambda: lease.table(sql))
