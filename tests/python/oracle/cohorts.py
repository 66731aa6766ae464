"""Cohort matrices and the roll-forward: sums of account months by opco."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from .months import AccountMonth
from .parsing import Row
from .states import CHURNED, is_contracted

CohortKey = tuple[str, date, int]
INFLOWS = ("new", "uncompletions", "reinstatements")
OUTFLOWS = ("completions", "opt_outs", "repo", "write_off", "voids")


def _cells(months: Iterable[AccountMonth]) -> dict[CohortKey, list[AccountMonth]]:
    """Account months by opco (and over all), install month and months since install."""
    cells: dict[CohortKey, list[AccountMonth]] = defaultdict(list)
    for month in months:
        for opco_id in (month.row["opco_id"], "all"):
            key = (opco_id, month.row["cohort_month"], month.row["months_since_install"])
            cells[key].append(month)
    return dict(sorted(cells.items()))


def _cohort_row(key: CohortKey, cell: list[AccountMonth], numerator: int, denominator: int) -> Row:
    opco_id, cohort_month, months_since_install = key
    return {
        "opco_id": opco_id,
        "cohort_month": cohort_month,
        "months_since_install": months_since_install,
        "month_end": cell[0].month_end,
        "cohort_size": len(cell),
        "numerator": numerator,
        "denominator": denominator,
        "value": numerator / denominator if denominator else None,
        "is_partial": not cell[0].row["is_month_closed"],
    }


def default_cohorts(months: list[AccountMonth]) -> list[Row]:
    """Defaulted / (cohort size - churned at that month-end)."""
    rows = []
    for key, cell in _cells(months).items():
        churned = sum(month.category in CHURNED for month in cell)
        defaulted = sum(month.category == "defaulted" for month in cell)
        row = _cohort_row(key, cell, defaulted, len(cell) - churned)
        row["ever_defaulted"] = sum(month.ever_defaulted for month in cell)
        row["ever_defaulted_rate"] = row["ever_defaulted"] / len(cell)
        rows.append(row)
    return rows


def churn_cohorts(months: list[AccountMonth]) -> list[Row]:
    """Churned at that month-end / cohort size."""
    rows = []
    for key, cell in _cells(months).items():
        churned = sum(month.category in CHURNED for month in cell)
        rows.append(_cohort_row(key, cell, churned, len(cell)))
    return rows


def roll_forward(months: list[AccountMonth]) -> list[Row]:
    """Opening + in - out = closing, by month and opco."""
    slices: dict[tuple[date, str], list[AccountMonth]] = defaultdict(list)
    for month in months:
        slices[month.month_end, month.row["opco_id"]].append(month)
    rows = []
    for (month_end, opco_id), members in sorted(slices.items()):
        movements = {event: sum(month.events[event] for month in members) for event in INFLOWS + OUTFLOWS}
        opening = sum(is_contracted(month.previous) for month in members)
        closing = sum(month.contracted for month in members)
        net = sum(movements[event] for event in INFLOWS)
        net -= sum(movements[event] for event in OUTFLOWS)
        rows.append(
            {
                "month_end": month_end,
                "opco_id": opco_id,
                "opening": opening,
                "new": movements["new"],
                "uncompletions": movements["uncompletions"],
                "reinstatements": movements["reinstatements"],
                "completions": movements["completions"],
                "opt_outs": movements["opt_outs"],
                "repos": movements["repo"],
                "write_offs": movements["write_off"],
                "voids": movements["voids"],
                "closing": closing,
                "residual": closing - opening - net,
            }
        )
    return rows
