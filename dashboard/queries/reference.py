"""What every page needs: months, companies, values to filter by, definitions, thresholds, freshness."""

from datetime import date
from typing import Any, NamedTuple

from dashboard.store import Lease

# how people may cut the portfolio further; each is a column of fct_account_months
SEGMENTS = {
    "account_type": "Account type",
    "tv_customer": "TV customer",
    "enable_status": "Enable status",
    "subsidy": "Subsidy",
    "cu_type": "CU type",
    "arpu_range": "Current ARPU range",
    "esf_only_customer": "ESF-only customer",
}


class Opco(NamedTuple):
    """A company of the group."""

    opco_id: str
    name: str
    currency: str
    sector: str


class Metric(NamedTuple):
    """A metric's entry in the registry."""

    metric_id: str
    name: str
    description: str
    formula: str | None
    numerator: str | None
    denominator: str | None
    unit: str | None
    mart: str | None
    worked_example: str | None
    glossary_number: int | None


class Threshold(NamedTuple):
    """From which value on a metric is watched, and from which it alarms."""

    metric_id: str
    watch_from: float
    alarm_from: float
    higher_is_better: bool
    reason: str

    def state(self, value: float | None) -> str:
        """`good`, `watch` or `alarm`; `unknown` without a value."""
        if value is None:
            return "unknown"
        sign = -1 if self.higher_is_better else 1
        if sign * value >= sign * self.alarm_from:
            return "alarm"
        return "watch" if sign * value >= sign * self.watch_from else "good"


class Freshness(NamedTuple):
    """What stands above every page."""

    number: int
    as_of: date
    published_at: str
    known_at: str | None
    passed: int
    failed: int


def months(lease: Lease) -> list[date]:
    """Every month-end that the publication holds, the oldest first."""
    return lease.kept(
        "months", lambda: lease.rows(lambda m: m, "select month_end from dim_months order by month_end")
    )


def closed_months(lease: Lease) -> set[date]:
    """The months that are over."""
    sql = "select month_end from dim_months where is_month_closed"
    return lease.kept("closed", lambda: set(lease.rows(lambda m: m, sql)))


def opcos(lease: Lease) -> list[Opco]:
    """The companies, by name."""
    sql = "select opco_id, opco_name, currency_code, sector from dim_opcos order by opco_name"
    return lease.kept("opcos", lambda: lease.rows(Opco, sql))


def regions(lease: Lease, opco: str) -> list[str]:
    """The regions of a company, as `company / region`."""
    sql = """
        select distinct opco_id || ' / ' || region from fct_account_months
        where opco_id = ? order by 1"""
    return lease.kept(("regions", opco), lambda: lease.rows(lambda r: r, sql, [opco]))


def segment_values(lease: Lease, segment: str) -> list[str]:
    """The values that a segment has in the publication."""
    if segment not in SEGMENTS:
        return []
    sql = f"select distinct {segment} from fct_account_months where {segment} is not null order by 1"
    return lease.kept(("values", segment), lambda: lease.rows(lambda v: str(v), sql))


def metrics(lease: Lease) -> dict[str, Metric]:
    """The registry of metrics by id."""
    sql = f"select {', '.join(Metric._fields)} from dim_metrics where item_type = 'metric'"
    return lease.kept("metrics", lambda: {m.metric_id: m for m in lease.rows(Metric, sql)})


def thresholds(lease: Lease) -> dict[str, Threshold]:
    """Thresholds by metric; empty where the publication has none."""
    if not lease.has("dim_metric_thresholds"):
        return {}
    sql = f"select {', '.join(Threshold._fields)} from dim_metric_thresholds"
    return lease.kept("thresholds", lambda: {t.metric_id: t for t in lease.rows(Threshold, sql)})


def reporting_currency(lease: Lease) -> str | None:
    """The currency of group figures."""
    sql = "select max(currency_code) from fct_billing_kpis where opco_id = 'all'"
    found = lease.kept("reporting", lambda: lease.rows(lambda c: c, sql))
    return str(found[0]) if found and found[0] else None


def currency_of(lease: Lease, opco: str) -> str | None:
    """A company's currency, or the group's."""
    local = {found.opco_id: found.currency for found in opcos(lease)}
    return local.get(opco) or reporting_currency(lease)


def freshness(lease: Lease) -> Freshness:
    """As of when, how fresh and whether the tests were green."""
    told: dict[str, Any] = lease.manifest
    tests = told.get("tests") or {}
    return Freshness(
        lease.number,
        date.fromisoformat(str(told["as_of_date"])[:10]),
        str(told.get("published_at") or ""),
        told.get("known_at"),
        int(tests.get("passed") or 0),
        int(tests.get("failed") or 0),
    )


def category_labels(lease: Lease) -> dict[str, str]:
    """Labels of portfolio categories, in their order."""
    sql = "select portfolio_category, label from dim_portfolio_categories order by sort_order"
    return lease.kept("categories", lambda: dict(lease.rows(lambda *r: r, sql)))


def bucket_labels(lease: Lease) -> dict[str, str]:
    """Labels of PAR buckets, in their order."""
    sql = "select par_bucket, label from dim_par_buckets order by sort_order"
    return lease.kept("buckets", lambda: dict(lease.rows(lambda *r: r, sql)))
