"""Portfolio metrics by month and dimension, for any slice that the filter bar can name."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dashboard.queries.reference import SEGMENTS
from dashboard.store import Lease
from dashboard.view import Slice

CONTRACTED = "count(*) filter (is_contracted)"
BALANCE = "sum(outstanding_balance) filter (is_contracted)"
OPENING_ACTIVE = "count(*) filter (previous_portfolio_category in ('new', 'normal', 'late'))"
DELTA = "count(*) filter (is_defaulted) - count(*) filter (previous_portfolio_category = 'defaulted')"
NET = "sum(completions_count) + sum(opt_outs_count) - sum(uncompletions_count)"

# numerator and denominator for slices of more than one dimension, which the mart of values does not hold
MEASURES: dict[str, tuple[str, str | None]] = {
    "all_accounts": ("count(*) filter (portfolio_category <> 'pre_portfolio')", None),
    "contracted_portfolio_size": (CONTRACTED, None),
    "churned_portfolio_size": ("count(*) filter (portfolio_group = 'churned')", None),
    "paid_portfolio_size": ("count(*) filter (portfolio_group = 'paid')", None),
    "active_portfolio_size": ("count(*) filter (is_active)", None),
    "defaulters": ("count(*) filter (is_defaulted)", None),
    "portfolio_in_default_rate": ("count(*) filter (is_defaulted)", CONTRACTED),
    "delta_in_defaulters": (DELTA, None),
    "repo_count": ("sum(repo_count)", None),
    "write_off_count": ("sum(write_off_count)", None),
    "default_rate": (f"{DELTA} + sum(repo_count) + sum(write_off_count)", OPENING_ACTIVE),
    "churn_rate": ("sum(repo_count) + sum(write_off_count)", CONTRACTED),
    "write_off_rate": ("sum(write_off_count)", CONTRACTED),
    "repo_rate": ("sum(repo_count)", CONTRACTED),
    "completions_count": ("sum(completions_count)", None),
    "opt_outs_count": ("sum(opt_outs_count)", None),
    "uncompletions_count": ("sum(uncompletions_count)", None),
    "completion_rate": ("sum(completions_count)", CONTRACTED),
    "opt_out_rate": ("sum(opt_outs_count)", CONTRACTED),
    "uncompletions_rate": ("sum(uncompletions_count)", CONTRACTED),
    "net_completions_count": (NET, None),
    "net_completion_rate": (NET, CONTRACTED),
    "dp_only_defaulters_rate": (
        "count(*) filter (is_dp_only_defaulter)",
        "count(*) filter (is_defaulted)",
    ),
    "new_count": ("sum(new_count)", None),
    "reinstatements_count": ("sum(reinstatements_count)", None),
    "voids_count": ("sum(voids_count)", None),
    "gross_default_entries": ("sum(default_entries_count)", None),
    "default_cures": ("sum(default_cures_count)", None),
}
for days in (0, 1, 7, 30, 60, 90, 120):
    late = f"is_contracted and days_expired > {days}"
    MEASURES[f"par_{days}_rate"] = (f"count(*) filter ({late})", CONTRACTED)
    MEASURES[f"par_{days}_balance_rate"] = (f"sum(outstanding_balance) filter ({late})", BALANCE)

COLUMNS = {
    "opco": "opco_id",
    "region": "opco_id || ' / ' || region",
    "shop": "shop_id",
    "portfolio_category": "portfolio_category",
    "par_bucket": "par_bucket",
    **{name: name for name in SEGMENTS},
}


class Cell(NamedTuple):
    """A metric's value for one month and one value of a dimension."""

    metric_id: str
    month_end: date
    dimension_value: str
    currency_code: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None


def where(part: Slice) -> tuple[str, list[object]]:
    """A condition on fct_account_months and everything that carries its columns."""
    conditions, values = ["true"], list[object]()
    if part.opco:
        conditions.append("opco_id = ?")
        values.append(part.opco)
    if part.region:
        conditions.append("opco_id || ' / ' || region = ?")
        values.append(part.region)
    if part.segment in SEGMENTS:
        conditions.append(f"{part.segment} = ?")
        values.append(part.value)
    return " and ".join(conditions), values


def from_values(
    lease: Lease, ids: Sequence[str], dimension: str, only: str | None, first: date, last: date
) -> list[Cell]:
    """Cells of one dimension as published; `only` is a value, or a prefix that ends in ` / `."""
    marks = ", ".join("?" * len(ids))
    prefix = only if only and only.endswith(" / ") else ""
    exact = None if prefix else only
    return lease.rows(
        Cell,
        f"""
        select metric_id, month_end, dimension_value, currency_code, numerator, denominator, value
        from fct_metric_values
        where metric_id in ({marks}) and dimension = ? and dimension_value = coalesce(?, dimension_value)
          and starts_with(dimension_value, ?) and month_end between ? and ?
        order by metric_id, month_end, dimension_value""",
        [*ids, dimension, exact, prefix, first, last],
    )


def from_accounts(
    lease: Lease, ids: Sequence[str], dimension: str, part: Slice, first: date, last: date
) -> list[Cell]:
    """Cells counted from the accounts, where more than one dimension is asked for."""
    known = [name for name in ids if name in MEASURES]
    if not known:
        return []
    condition, values = where(part)
    group = COLUMNS.get(dimension, "'all'")
    measures = ", ".join(f"{MEASURES[i][0]}, {MEASURES[i][1] or 'null'}" for i in known)
    # money of several currencies cannot be added
    one_currency = "case when min(currency_code) = max(currency_code) then min(currency_code) end"
    found = lease.table(
        f"""
        select month_end, {group} as dimension_value, {one_currency} as currency_code, {measures}
        from fct_account_months
        where {condition} and month_end between ? and ?
        group by 1, 2 order by 1, 2""",
        [*values, first, last],
    )
    cells = []
    for row in found.rows:
        for position, name in enumerate(known):
            above, below = row[3 + 2 * position], row[4 + 2 * position]
            if name.endswith("balance_rate") and row[2] is None:
                above = below = None
            is_rate = MEASURES[name][1] is not None
            value = (float(above or 0) / float(below) if below else None) if is_rate else above
            cells.append(Cell(name, row[0], str(row[1]), row[2], above, below, value))
    return cells


def cells(
    lease: Lease, ids: Sequence[str], dimension: str, part: Slice, first: date, last: date
) -> list[Cell]:
    """Values of metrics by month and by `dimension` (or `all`) within a slice."""

    def compute() -> list[Cell]:
        single = part.single
        if dimension == "all" and single:
            return from_values(lease, ids, single[0], single[1], first, last)
        if single == ("all", "all"):
            return from_values(lease, ids, dimension, None, first, last)
        if single and dimension == "region" and single[0] == "opco":
            return from_values(lease, ids, "region", f"{part.opco} / ", first, last)
        if single and single[0] == dimension:
            return from_values(lease, ids, dimension, single[1], first, last)
        return from_accounts(lease, ids, dimension, part, first, last)

    return lease.kept(("cells", tuple(ids), dimension, part, first, last), compute)


def series(
    lease: Lease, ids: Sequence[str], part: Slice, first: date, last: date
) -> dict[str, dict[date, Cell]]:
    """The values of metrics by month for one slice: metric -> month -> cell."""
    found: dict[str, dict[date, Cell]] = {name: {} for name in ids}
    for cell in cells(lease, ids, "all", part, first, last):
        found[cell.metric_id][cell.month_end] = cell
    return found


class Movement(NamedTuple):
    """A month of the roll-forward."""

    month_end: date
    opening: int
    new: int
    uncompletions: int
    reinstatements: int
    completions: int
    opt_outs: int
    repos: int
    write_offs: int
    voids: int
    closing: int


def roll_forward(lease: Lease, part: Slice, first: date, last: date) -> list[Movement]:
    """Opening, every movement and closing of the contracted portfolio, by month."""
    condition, values = where(part)
    sql = f"""
        select month_end,
          count(*) filter (previous_portfolio_category in ('new', 'normal', 'late', 'defaulted')),
          sum(new_count)::bigint, sum(uncompletions_count)::bigint, sum(reinstatements_count)::bigint,
          -sum(completions_count)::bigint, -sum(opt_outs_count)::bigint, -sum(repo_count)::bigint,
          -sum(write_off_count)::bigint, -sum(voids_count)::bigint, {CONTRACTED}
        from fct_account_months
        where {condition} and month_end between ? and ?
        group by 1 order by 1"""
    return lease.kept(
        ("roll_forward", part, first, last), lambda: lease.rows(Movement, sql, [*values, first, last])
    )


class Count(NamedTuple):
    """Accounts and balance of one code in one month."""

    month_end: date
    code: str
    accounts: int
    balance: Decimal | None
    currency_code: str | None


def by_code(lease: Lease, column: str, part: Slice, first: date, last: date, contracted: bool) -> list[Count]:
    """Accounts and balance by portfolio category or PAR bucket, by month."""
    condition, values = where(part)
    if contracted:
        condition += " and is_contracted"
    sql = f"""
        select month_end, {column}, count(*),
          case when min(currency_code) = max(currency_code) then sum(outstanding_balance) end,
          case when min(currency_code) = max(currency_code) then min(currency_code) end
        from fct_account_months
        where {condition} and {column} is not null and month_end between ? and ?
        group by 1, 2 order by 1, 2"""
    key = ("by_code", column, part, first, last, contracted)
    return lease.kept(key, lambda: lease.rows(Count, sql, [*values, first, last]))


class CohortCell(NamedTuple):
    """A cohort some months after its installation."""

    cohort_month: date
    months_since: int
    cohort_size: int
    numerator: int
    denominator: int
    value: float | None
    is_partial: bool


def cohorts(lease: Lease, mart: str, opco: str) -> list[CohortCell]:
    """The cohort matrix of a company or the group; `mart` is one of the two cohort marts."""
    if mart not in ("fct_default_cohorts", "fct_churn_cohorts"):
        raise ValueError(mart)
    sql = f"""
        select cohort_month, months_since_install, cohort_size, numerator, denominator, value, is_partial
        from {mart} where opco_id = ? order by 1, 2"""
    return lease.kept(("cohorts", mart, opco), lambda: lease.rows(CohortCell, sql, [opco]))
