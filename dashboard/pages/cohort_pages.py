"""Defaulters, Default Cohorts and Churn Cohorts."""

from collections import defaultdict
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from dashboard import format as fmt
from dashboard.context import Context
from dashboard.pages import charts
from dashboard.pages.grids import grid, matrix
from dashboard.pages.parts import about, columns, downloads, empty, section, toggle
from dashboard.pages.portfolio_pages import GAP, courses, kpi_row
from dashboard.pages.registry import Page
from dashboard.pages.split_pages import ACCOUNT_COLUMNS, ON_SCREEN
from dashboard.queries import accounts, portfolio, reference
from dashboard.queries.portfolio import CohortCell
from dashboard.store import Table


def defaulters(ctx: Context) -> Component:
    """How many are in default, who they are, and the bridge from gross to net."""
    view = ctx.view
    ids = ["defaulters", "portfolio_in_default_rate", "dp_only_defaulters_rate", "delta_in_defaulters"]
    bridge = courses(ctx, ["gross_default_entries", "default_cures", "repo_count", "write_off_count"])
    rows = accounts.listed(ctx.lease, "defaulters", "", view.slice, view.month_to, ON_SCREEN)
    table = grid("Defaulters", rows.records(), ACCOUNT_COLUMNS, "Nobody is in default here.")
    return html.Div(
        [
            kpi_row(ctx, ids),
            GAP,
            columns(
                section(
                    "Defaulters", charts.by_month("Defaulters", courses(ctx, ["defaulters"]), "accounts")
                ),
                section(
                    "Into default and out again",
                    charts.by_month("Into default and out again", bridge, "accounts", kind="bar"),
                    note="The default rate is net: cures, repossessions and write-offs take accounts out.",
                ),
            ),
            GAP,
            section(
                f"Defaulters at the end of {fmt.month(view.month_to)}", table, downloads(ctx, "defaulters")
            ),
        ]
    )


def defaulters_table(ctx: Context) -> Table:
    """All defaulters of the month."""
    return accounts.listed(ctx.lease, "defaulters", "", ctx.view.slice, ctx.view.month_to, 200_000)


WEIGHTS = {"share": "Share", "count": "Accounts"}


def cohort_page(ctx: Context, mart: str, metric_id: str, name: str, download: str) -> Component:
    """A cohort matrix with its curves beside it."""
    view = ctx.view
    weight = view.choice("weight", list(WEIGHTS))
    cells = portfolio.cohorts(ctx.lease, mart, view.slice.group)
    cells = [c for c in cells if c.cohort_month <= view.month_to]
    if not cells:
        return empty("No accounts were installed here.")
    by_cohort: dict[object, list[CohortCell]] = defaultdict(list)
    for cell in cells:
        by_cohort[cell.cohort_month].append(cell)
    longest = max(c.months_since for c in cells)
    steps = [(f"k{k}", f"+{k}") for k in range(longest + 1)]
    rows = []
    for of in by_cohort.values():
        values = {f"k{c.months_since}": (c.value if weight == "share" else float(c.numerator)) for c in of}
        partial = frozenset(f"k{c.months_since}" for c in of if c.is_partial)
        rows.append((fmt.month(of[0].cohort_month), fmt.count(of[0].cohort_size), values, partial))
    formatter = "asCell" if weight == "share" else "asCount"
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    years: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for cell in cells:
        if not cell.is_partial:
            sums[cell.months_since][0] += cell.numerator
            sums[cell.months_since][1] += cell.denominator
            pair = years[cell.cohort_month.year][cell.months_since]
            pair[0] += cell.numerator
            pair[1] += cell.denominator
    curves = {
        str(year): {k: (above / below if below else None) for k, (above, below) in of.items()}
        for year, of in sorted(years.items())
    }
    curves["All"] = {k: (float(a / b) if b else None) for k, (a, b) in sums.items()}
    note = (
        "Rows are install months, columns months since. Hatched cells lie in the future and are not zero; "
        "dashed cells are of the month in progress."
    )
    if view.slice.region or view.slice.segment:
        note += " Cohorts are published by company: region and segment are not applied."
    return html.Div(
        [
            html.Div(toggle("weight", "Show", weight, WEIGHTS), className="filters"),
            section(
                f"{name}, {'per cent' if weight == 'share' else 'accounts'}",
                matrix(name, "Installed", rows, steps, formatter, "Size"),
                downloads(ctx, download),
                info=about(reference.metrics(ctx.lease).get(metric_id)),
                note=note,
            ),
            GAP,
            section(
                "Curves by install year",
                charts.curves(f"{name} by months since installation", curves),
                note="Accounts of all cohorts of a year that have reached the age, divided after adding up.",
            ),
        ]
    )


def default_cohorts(ctx: Context) -> Component:
    """Who is in default, by install month and age."""
    return cohort_page(
        ctx, "fct_default_cohorts", "portfolio_in_default_cohort", "Portfolio in default", "default_cohorts"
    )


def churn_cohorts(ctx: Context) -> Component:
    """Who has churned, by install month and age."""
    return cohort_page(ctx, "fct_churn_cohorts", "churn_cohort", "Churned", "churn_cohorts")


def default_rows(ctx: Context) -> Table:
    """The cells of the default cohorts."""
    rows = portfolio.cohorts(ctx.lease, "fct_default_cohorts", ctx.view.slice.group)
    return Table(CohortCell._fields, tuple(tuple(row) for row in rows))


def churn_rows(ctx: Context) -> Table:
    """The cells of the churn cohorts."""
    rows = portfolio.cohorts(ctx.lease, "fct_churn_cohorts", ctx.view.slice.group)
    return Table(CohortCell._fields, tuple(tuple(row) for row in rows))


COHORT_FILTERS = ("months", "opco")
PAGES = [
    Page(
        "/defaulters",
        "Defaulters",
        "Portfolio",
        "Who is in default, and how that moved",
        defaulters,
        {"defaulters": defaulters_table},
    ),
    Page(
        "/default-cohorts",
        "Default Cohorts",
        "Portfolio",
        "In default by install month and months since",
        default_cohorts,
        {"default_cohorts": default_rows},
        COHORT_FILTERS,
    ),
    Page(
        "/churn-cohorts",
        "Churn Cohorts",
        "Portfolio",
        "Churned by install month and months since",
        churn_cohorts,
        {"churn_cohorts": churn_rows},
        COHORT_FILTERS,
    ),
]
