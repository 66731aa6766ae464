"""The glossary metrics: rows added up over slices, and only then divided."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .model import Account
from .months import UNKNOWN, AccountMonth, History, month_end_of, previous_month_end
from .parsing import Row, local_date
from .states import ACTIVE, CHURNED, PAID, is_contracted

PAR_DAYS = (0, 1, 7, 30, 60, 90, 120)
# The dimensions whose slices hold one currency, that of their opco.
OPCO_MONEY = ("opco", "region", "shop")
CATEGORY_METRICS = ("all_accounts", "contracted_portfolio_size", "active_portfolio_size")

Number = int | Decimal


@dataclass(frozen=True)
class Figure:
    """A numerator and, for rates, a denominator; null where money cannot be converted."""

    numerator: Number | None
    denominator: Number | None = None
    is_rate: bool = False


def figure_row(metric_id: str, month_end: date, dimension: str, value: str, figure: Figure) -> Row:
    result: float | Number | None = figure.numerator
    if figure.is_rate:
        result = None
        if figure.numerator is not None and figure.denominator:
            result = float(Decimal(figure.numerator) / Decimal(figure.denominator))
    return {
        "metric_id": metric_id,
        "month_end": month_end,
        "dimension": dimension,
        "dimension_value": value,
        "numerator": figure.numerator,
        "denominator": figure.denominator if figure.is_rate else None,
        "value": result,
    }


def dimensions_of(month: AccountMonth) -> dict[str, str]:
    """The value that an account carries in each dimension at a snapshot."""
    row = month.row
    result = {
        "all": "all",
        "opco": row["opco_id"],
        "region": row["region_key"],
        "shop": row["shop_id"] or f"{row['opco_id']} / {UNKNOWN}",
        "portfolio_category": month.category,
    }
    for name in (
        "account_type",
        "cu_type",
        "arpu_range",
        "tv_customer",
        "enable_status",
        "subsidy",
        "esf_only_customer",
    ):
        result[name] = row[name]
    result |= month.account.segments
    if row["par_bucket"] is not None:
        result["par_bucket"] = row["par_bucket"]
    return result


def _in_dimension(metric_id: str, dimension: str) -> bool:
    if metric_id == "portfolio_in_default_cohort":
        return dimension in ("all", "opco", "tv_customer")
    if dimension == "portfolio_category":
        return metric_id in CATEGORY_METRICS
    if dimension == "par_bucket":
        return metric_id == "contracted_portfolio_size"
    return True


def _event_sum(months: list[AccountMonth], *events: str) -> int:
    return sum(month.events[event] for month in months for event in events)


def slice_figures(months: list[AccountMonth], dimension: str) -> dict[str, Figure]:
    """Every metric of one slice at one month's snapshot."""
    count = len(months)
    contracted = sum(month.contracted for month in months)
    active = sum(month.category in ACTIVE for month in months)
    churned = sum(month.category in CHURNED for month in months)
    paid = sum(month.category in PAID for month in months)
    defaulters = sum(month.category == "defaulted" for month in months)
    opening_active = sum(month.previous in ACTIVE for month in months)
    delta = defaulters - sum(month.previous == "defaulted" for month in months)
    repos = _event_sum(months, "repo")
    write_offs = _event_sum(months, "write_off")
    completions = _event_sum(months, "completions")
    opt_outs = _event_sum(months, "opt_outs")
    uncompletions = _event_sum(months, "uncompletions")
    net_completions = completions + opt_outs - uncompletions
    dp_only = sum(month.row["is_dp_only_defaulter"] for month in months)

    def rate(numerator: int) -> Figure:
        return Figure(numerator, contracted, True)

    figures = {
        "all_accounts": Figure(count),
        "contracted_portfolio_size": Figure(contracted),
        "churned_portfolio_size": Figure(churned),
        "paid_portfolio_size": Figure(paid),
        "active_portfolio_size": Figure(active),
        "defaulters": Figure(defaulters),
        "portfolio_in_default_rate": rate(defaulters),
        "delta_in_defaulters": Figure(delta),
        "repo_count": Figure(repos),
        "write_off_count": Figure(write_offs),
        "default_rate": Figure(delta + repos + write_offs, opening_active, True),
        "gross_default_entries": Figure(_event_sum(months, "default_entries")),
        "default_cures": Figure(_event_sum(months, "default_cures")),
        "default_exits_count": Figure(_event_sum(months, "default_exits")),
        "restructures_count": Figure(_event_sum(months, "restructures")),
        "new_count": Figure(_event_sum(months, "new")),
        "reinstatements_count": Figure(_event_sum(months, "reinstatements")),
        "voids_count": Figure(_event_sum(months, "voids")),
        "churn_rate": rate(repos + write_offs),
        "write_off_rate": rate(write_offs),
        "repo_rate": rate(repos),
        "completions_count": Figure(completions),
        "opt_outs_count": Figure(opt_outs),
        "uncompletions_count": Figure(uncompletions),
        "completion_rate": rate(completions),
        "opt_out_rate": rate(opt_outs),
        "uncompletions_rate": rate(uncompletions),
        "net_completions_count": Figure(net_completions),
        "net_completion_rate": rate(net_completions),
        "dp_only_defaulters_rate": Figure(dp_only, defaulters, True),
        "portfolio_in_default_cohort": Figure(defaulters, count - churned, True),
    }
    members = [month for month in months if month.contracted]
    whole = _balances(members, dimension)
    for days in PAR_DAYS:
        late = [month for month in members if month.row["days_expired"] > days]
        figures[f"par_{days}_rate"] = rate(len(late))
        # One balance of the slice that cannot be converted leaves no part of it known.
        part = None if whole is None else _balances(late, dimension)
        figures[f"par_{days}_balance_rate"] = Figure(part, whole, True)
    return figures


def _balances(months: list[AccountMonth], dimension: str) -> Decimal | None:
    """Balances in the currency of the dimension; one that cannot be converted spoils all."""
    total = Decimal(0)
    for month in months:
        balance: Decimal | None = month.balance_reporting
        if dimension in OPCO_MONEY:
            balance = month.row["outstanding_balance"]
        if balance is None:
            return None
        total += balance
    return total


def nearest_closed_month_end(day: date, as_of: date) -> date:
    """The closed month-end nearest to a day; of two as near, the earlier."""
    after = month_end_of(day)
    before = previous_month_end(day)
    if after > as_of or (day - before) <= (after - day):
        return before
    return after


def _rolling_figure(
    histories: list[History], as_of: date, days: int, plus: tuple[str, ...], minus: str | None
) -> Figure:
    """Transitions of the last days / contracted at the closed month-end nearest to then."""
    since = as_of - timedelta(days=days)
    opening_on = nearest_closed_month_end(since, as_of)
    numerator = 0
    denominator = 0
    for history in histories:
        for day, event in history.events:
            if since < day <= as_of:
                numerator += (event in plus) - (event == minus)
        denominator += is_contracted(history.category_on(opening_on))
    return Figure(numerator, denominator, True)


def metric_values(histories: list[History], as_of: date) -> list[Row]:
    """Metrics 1 to 24 and 26 for every slice that an installed account carries."""
    slices: dict[tuple[date, str, str], list[tuple[History, AccountMonth]]] = defaultdict(list)
    for history in histories:
        for month in history.months:
            for dimension, value in dimensions_of(month).items():
                slices[month.month_end, dimension, value].append((history, month))
    rows = []
    for (month_end, dimension, value), members in sorted(slices.items(), key=lambda s: s[0]):
        figures = slice_figures([month for _, month in members], dimension)
        if month_end == month_end_of(as_of):
            mine = [history for history, _ in members]
            figures["churn_rate_90d"] = _rolling_figure(mine, as_of, 90, ("repo", "write_off"), None)
            figures["net_completion_rate_30d"] = _rolling_figure(
                mine, as_of, 30, ("completions", "opt_outs"), "uncompletions"
            )
        for metric_id, figure in figures.items():
            if _in_dimension(metric_id, dimension):
                rows.append(figure_row(metric_id, month_end, dimension, value, figure))
    return rows


def notification_values(notifications: list[Row], accounts: list[Account], as_of: date) -> list[Row]:
    """Metric 25: notifications sent by as_of, by the local month in which they were sent."""
    zones = {account.account_id: account.opco.zone for account in accounts}
    counts: dict[tuple[date, str, str], int] = defaultdict(int)
    for row in notifications:
        day = local_date(row["sent_at"], zones[row["account_id"]])
        if day > as_of:
            continue
        counts[month_end_of(day), "all", "all"] += 1
        for dimension in ("campaign_name", "notification_name", "language", "delivery_state"):
            counts[month_end_of(day), dimension, row[dimension] or UNKNOWN] += 1
    return [figure_row("notifications_count", *key, Figure(count)) for key, count in sorted(counts.items())]
