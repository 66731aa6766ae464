"""What collectors do and what comes of it: calls, promises, agents, effects."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dashboard.store import Lease


class Kpis(NamedTuple):
    """A month of collections of a company or the group."""

    month_end: date
    currency_code: str | None
    actions_count: int
    outbound_calls: int
    connected_calls: int
    ccr: float | None
    rpc_rate: float | None
    ptp_rate: float | None
    matured_promises: int
    kept_promises: int
    ptp_kept_rate: float | None
    arrangements_agreed_count: int
    arrangements_broken_rate: float | None
    missing_contact_rate: float | None
    skip_tracing_rate: float | None
    average_age_of_debt: float | None
    collections_revenue: Decimal | None
    collections_revenue_per_agent: float | None
    action_cost: Decimal | None


# companies together: counts are added before they are divided, money only where it shares a currency
GROUP = """
    select month_end, case when min(currency_code) = max(currency_code) then min(currency_code) end,
      sum(actions_count)::bigint, sum(outbound_calls)::bigint, sum(connected_calls)::bigint,
      100.0 * sum(connected_calls) / nullif(sum(outbound_calls), 0),
      sum(right_party_calls) / nullif(sum(outbound_calls), 0),
      sum(promise_calls) / nullif(sum(outbound_calls), 0),
      sum(matured_promises)::bigint, sum(kept_promises)::bigint,
      sum(kept_promises) / nullif(sum(matured_promises), 0),
      sum(arrangements_agreed_count)::bigint,
      sum(arrangements_broken_count) / nullif(sum(arrangements_agreed_count), 0),
      sum(missing_contact_accounts) / nullif(sum(contactable_base_accounts), 0),
      sum(skip_tracing_accounts) / nullif(sum(contactable_base_accounts), 0),
      null, null, null, null
    from fct_collection_kpis where opco_id <> 'all' and month_end between ? and ?
    group by 1 order by 1"""


def kpis(lease: Lease, group: str, first: date, last: date) -> list[Kpis]:
    """Collections figures by month; `group` is a company or `all`."""
    sql = f"""select {", ".join(Kpis._fields)} from fct_collection_kpis
        where opco_id = ? and month_end between ? and ? order by month_end"""

    def compute() -> list[Kpis]:
        found = lease.rows(Kpis, sql, [group, first, last])
        return found or (lease.rows(Kpis, GROUP, [first, last]) if group == "all" else [])

    return lease.kept(("collections", group, first, last), compute)


class Agent(NamedTuple):
    """What an agent did over the months."""

    agent_id: str
    opco_id: str
    currency_code: str | None
    accounts: int
    actions: int
    outbound_calls: int
    connected_calls: int
    right_party_calls: int
    promise_calls: int
    matured_promises: int
    kept_promises: int
    kept_rate: float | None
    revenue: Decimal | None


def agents(lease: Lease, opco: str, first: date, last: date) -> list[Agent]:
    """Agents over the range; account months are added up, rates divided after that."""
    sql = """
        select agent_id, opco_id, currency_code, sum(accounts_count)::bigint, sum(actions_count)::bigint,
          sum(outbound_calls)::bigint, sum(connected_calls)::bigint, sum(right_party_calls)::bigint,
          sum(promise_calls)::bigint, sum(matured_promises)::bigint, sum(kept_promises)::bigint,
          sum(kept_promises) / nullif(sum(matured_promises), 0), sum(revenue)
        from fct_agent_months
        where opco_id = coalesce(nullif(?, ''), opco_id) and month_end between ? and ?
        group by 1, 2, 3 order by opco_id, sum(revenue) desc nulls last, agent_id"""
    key = ("agents", opco, first, last)
    return lease.kept(key, lambda: lease.rows(Agent, sql, [opco, first, last]))


class Effect(NamedTuple):
    """How much an action changed the share of accounts that pay."""

    opco_id: str
    action_type: str
    currency_code: str | None
    evidence: str
    treated_accounts: int
    comparison_accounts: int
    treated_share: float | None
    comparison_share: float | None
    effect: float | None
    effect_lower: float | None
    effect_upper: float | None
    cost: Decimal | None
    extra_amount: Decimal | None
    money_return: float | None


def effects(lease: Lease, opco: str) -> list[Effect]:
    """Action effectiveness over all months, with its interval; the greatest effect first."""
    columns = ", ".join(Effect._fields[:-1])
    sql = f"""select {columns}, "return" from fct_action_effectiveness
        where opco_id = coalesce(nullif(?, ''), opco_id)
        order by effect desc nulls last, opco_id, action_type"""
    return lease.kept(("effects", opco), lambda: lease.rows(Effect, sql, [opco]))


class Promise(NamedTuple):
    """A promise to pay."""

    action_id: str
    account_id: str
    customer_id: str | None
    opco_id: str
    agent_id: str | None
    promised_on: date
    promised_for: date
    promised_amount: Decimal
    paid_amount: Decimal | None
    currency_code: str | None
    promise_status: str


def promises(lease: Lease, opco: str, first: date, last: date) -> list[Promise]:
    """Promises made in the range, the newest day first."""
    sql = f"""select {", ".join(Promise._fields)} from fct_promises
        where opco_id = coalesce(nullif(?, ''), opco_id)
          and promised_on between date_trunc('month', ?::date) and ?
        order by promised_for desc, action_id limit 5000"""
    key = ("promises", opco, first, last)
    return lease.kept(key, lambda: lease.rows(Promise, sql, [opco, first, last]))


class ActionMonth(NamedTuple):
    """Actions of a type in a month."""

    month_end: date
    action_type: str
    actions: int


def action_months(lease: Lease, opco: str, first: date, last: date) -> list[ActionMonth]:
    """Actions by type and month."""
    sql = """
        select month_end, action_type, sum(actions_count)::bigint from fct_action_months
        where opco_id = coalesce(nullif(?, ''), opco_id) and month_end between ? and ?
        group by 1, 2 order by 1, 2"""
    key = ("action months", opco, first, last)
    return lease.kept(key, lambda: lease.rows(ActionMonth, sql, [opco, first, last]))


class Split(NamedTuple):
    """One value of an attribute that splits the receivables."""

    attribute: str
    label: str
    bills_count: int
    recovered_count: int
    recovered_share: float | None
    entropy: float | None
    impurity: float | None
    split_rank: int


def segmentation(lease: Lease) -> list[Split]:
    """The attributes that tell recovered from lost receivables, the best split first."""
    sql = f"""select {", ".join(Split._fields)} from receivables_segmentation
        order by split_rank, sort_order, label"""
    return lease.kept("segmentation", lambda: lease.rows(Split, sql))
